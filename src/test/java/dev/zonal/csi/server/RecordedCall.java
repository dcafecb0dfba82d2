package dev.zonal.csi.server;

import dev.zonal.csi.v1.ControllerGrpc;
import dev.zonal.csi.v1.CreateVolumeRequest;
import dev.zonal.csi.v1.CreateVolumeResponse;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What would leave for the caller, in its order: an answer, or the code of an end. */
final class RecordedCall extends ServerCall<CreateVolumeRequest, CreateVolumeResponse> {
    private final List<Object> left = new CopyOnWriteArrayList<>();

    List<Object> left() {
        return List.copyOf(left);
    }

    @Override
    public void request(int messages) {
        // There is one, and it has come.
    }

    @Override
    public void sendHeaders(Metadata headers) {
        // They say nothing.
    }

    @Override
    public void sendMessage(CreateVolumeResponse message) {
        left.add(message);
    }

    @Override
    public void close(Status status, Metadata trailers) {
        left.add(status.getCode());
    }

    @Override
    public boolean isCancelled() {
        return false;
    }

    @Override
    public MethodDescriptor<CreateVolumeRequest, CreateVolumeResponse> getMethodDescriptor() {
        return ControllerGrpc.getCreateVolumeMethod();
    }
}
