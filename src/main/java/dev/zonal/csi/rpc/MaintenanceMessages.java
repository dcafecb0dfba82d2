package dev.zonal.csi.rpc;

import dev.zonal.csi.maintenance.ObjectNames;
import dev.zonal.csi.maintenance.Stray;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.v1.FindGarbageResponse;
import dev.zonal.csi.v1.Finding;
import dev.zonal.csi.v1.KubernetesObject;
import dev.zonal.csi.v1.Named;
import java.util.List;

/** The messages of the service Maintenance. */
final class MaintenanceMessages {
    private MaintenanceMessages() {}

    static FindGarbageResponse message(List<Stray> strays) {
        FindGarbageResponse.Builder response = FindGarbageResponse.newBuilder();
        strays.forEach(stray -> response.addFindings(message(stray)));
        return response.build();
    }

    private static Finding message(Stray stray) {
        return Finding.newBuilder()
                .setKind(kind(stray.kind()))
                .setPath(stray.path().toString())
                .setSizeBytes(stray.size().bytes())
                .setReason(stray.reason())
                .setAdvice(stray.advice())
                .setCommand(stray.command().orElse(""))
                .build();
    }

    static Named message(ObjectNames.Known known) {
        Named.Builder message = Named.newBuilder().setId(known.id().value()).setName(known.name());
        known.madeFor().map(MaintenanceMessages::message).ifPresent(object -> {
            switch (known.id()) {
                case VolumeId _ -> message.setClaim(object);
                case SnapshotId _ -> message.setVolumeSnapshot(object);
            }
        });
        return message.build();
    }

    private static KubernetesObject message(dev.zonal.csi.model.KubernetesObject object) {
        return KubernetesObject.newBuilder()
                .setNamespace(object.namespace())
                .setName(object.name())
                .build();
    }

    private static Finding.Kind kind(Stray.Kind kind) {
        return switch (kind) {
            case MOUNT -> Finding.Kind.MOUNT;
            case DEVICE -> Finding.Kind.DEVICE;
            case FILE -> Finding.Kind.FILE;
            case OBJECT -> Finding.Kind.OBJECT;
        };
    }
}
