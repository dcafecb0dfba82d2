package dev.zonal.csi.server;

import dev.zonal.csi.model.KubernetesObject;
import dev.zonal.csi.v1.ControllerGrpc;
import dev.zonal.csi.v1.CreateVolumeRequest;
import dev.zonal.csi.v1.CreateVolumeResponse;
import dev.zonal.csi.v1.DeleteVolumeRequest;
import dev.zonal.csi.v1.DeleteVolumeResponse;
import dev.zonal.csi.v1.Volume;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** A service whose one making call does what the test says, and may wait for it; a volume that it deletes is forgotten. */
final class ScriptedController extends ControllerGrpc.ControllerImplBase {
    volatile Function<CreateVolumeRequest, String> createVolume = CreateVolumeRequest::getName;

    /** What is known of ids. */
    final Map<String, KubernetesObject> madeFor = new ConcurrentHashMap<>();

    @Override
    public void createVolume(CreateVolumeRequest request, StreamObserver<CreateVolumeResponse> caller) {
        String id = createVolume.apply(request);
        caller.onNext(CreateVolumeResponse.newBuilder()
                .setVolume(Volume.newBuilder().setVolumeId(id))
                .build());
        caller.onCompleted();
    }

    @Override
    public void deleteVolume(DeleteVolumeRequest request, StreamObserver<DeleteVolumeResponse> caller) {
        madeFor.remove(request.getVolumeId());
        caller.onNext(DeleteVolumeResponse.getDefaultInstance());
        caller.onCompleted();
    }
}
