package dev.zonal.csi.kubelet;

import dev.zonal.csi.metrics.Readiness;
import dev.zonal.csi.pluginregistration.InfoRequest;
import dev.zonal.csi.pluginregistration.PluginInfo;
import dev.zonal.csi.pluginregistration.RegistrationGrpc;
import dev.zonal.csi.pluginregistration.RegistrationStatus;
import dev.zonal.csi.pluginregistration.RegistrationStatusResponse;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What kubelet asks of a plugin whose socket it found, and what it tells it.
 *
 * <p>A driver that kubelet has not taken is not ready: no pod of this node can use it. It goes on serving, since kubelet
 * may try again, and what is published already has to be unpublished one day.
 */
final class RegistrationService extends RegistrationGrpc.RegistrationImplBase {
    private static final Logger LOG = LoggerFactory.getLogger(RegistrationService.class);
    private static final String PART = "kubelet registration";

    private final PluginInfo information;
    private final Readiness readiness;

    RegistrationService(String driverName, Path endpoint, Readiness readiness) {
        this.information = PluginInfo.newBuilder()
                .setType("CSIPlugin")
                .setName(driverName)
                .setEndpoint(endpoint.toString())
                // The version of CSI as kubelet knows it: all of 1.x.
                .addSupportedVersions("1.0.0")
                .build();
        this.readiness = readiness;
        readiness.obstructed(PART, "kubelet has not taken the driver yet");
    }

    @Override
    public void getInfo(InfoRequest request, StreamObserver<PluginInfo> caller) {
        caller.onNext(information);
        caller.onCompleted();
    }

    @Override
    public void notifyRegistrationStatus(RegistrationStatus status, StreamObserver<RegistrationStatusResponse> caller) {
        if (status.getPluginRegistered()) {
            readiness.clear(PART);
            LOG.atInfo().addKeyValue("driver", information.getName()).log("registered with kubelet");
        } else {
            readiness.obstructed(PART, "kubelet refused the driver: " + status.getError());
            LOG.atError()
                    .addKeyValue("driver", information.getName())
                    .addKeyValue("error", status.getError())
                    .log("kubelet refused the driver");
        }
        caller.onNext(RegistrationStatusResponse.getDefaultInstance());
        caller.onCompleted();
    }
}
