package dev.zonal.csi.rpc;

import dev.zonal.csi.backend.Stray;
import dev.zonal.csi.maintenance.Collected;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.v1.CollectGarbageRequest;
import dev.zonal.csi.v1.CollectGarbageResponse;
import dev.zonal.csi.v1.Finding;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The messages of the service Maintenance. */
final class MaintenanceMessages {
    private MaintenanceMessages() {}

    static Set<Path> named(CollectGarbageRequest request) {
        if (!request.getApply() && request.getNamedCount() > 0) {
            throw new StorageException.InvalidArgument("named: only 'apply' removes anything");
        }
        return request.getNamedList().stream()
                .map(path -> Fields.path("named", path))
                .collect(Collectors.toSet());
    }

    static CollectGarbageResponse message(List<Collected> collected) {
        CollectGarbageResponse.Builder response = CollectGarbageResponse.newBuilder();
        collected.forEach(each -> response.addFindings(message(each)));
        return response.build();
    }

    private static Finding message(Collected collected) {
        Stray stray = collected.stray();
        return Finding.newBuilder()
                .setKind(kind(stray.kind()))
                .setPath(stray.path().toString())
                .setSizeBytes(stray.size().bytes())
                .setReason(stray.reason())
                .setOutcome(outcome(collected))
                .setDetail(collected.remark().isEmpty() ? stray.remedy() : collected.remark())
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

    private static Finding.Outcome outcome(Collected collected) {
        return switch (collected.outcome()) {
            case REMOVED -> Finding.Outcome.REMOVED;
            case FAILED -> Finding.Outcome.FAILED;
            case LEFT ->
                switch (collected.stray().removal()) {
                    case FREELY -> Finding.Outcome.FOUND;
                    case WHEN_NAMED -> Finding.Outcome.TO_BE_NAMED;
                    case NEVER -> Finding.Outcome.KEPT;
                };
        };
    }
}
