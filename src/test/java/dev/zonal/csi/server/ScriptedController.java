package dev.zonal.csi.server;

import dev.zonal.csi.v1.ControllerGrpc;
import dev.zonal.csi.v1.CreateVolumeRequest;
import dev.zonal.csi.v1.CreateVolumeResponse;
import dev.zonal.csi.v1.Volume;
import io.grpc.stub.StreamObserver;
import java.util.function.Function;

/** A service whose one call does what the test says, and may wait for it. */
final class ScriptedController extends ControllerGrpc.ControllerImplBase {
    volatile Function<CreateVolumeRequest, String> createVolume = CreateVolumeRequest::getName;

    @Override
    public void createVolume(CreateVolumeRequest request, StreamObserver<CreateVolumeResponse> caller) {
        String id = createVolume.apply(request);
        caller.onNext(CreateVolumeResponse.newBuilder()
                .setVolume(Volume.newBuilder().setVolumeId(id))
                .build());
        caller.onCompleted();
    }
}
