package dev.zonal.csi.cli;

import dev.zonal.csi.client.CallFailed;
import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.v1.ListSnapshotsRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Finds the volume or snapshot that a person means, who says its id, the name that it was made with, or, where nothing is
 * deleted by it, the claim or VolumeSnapshot that it was made for ({@code NAMESPACE/NAME}).
 */
final class Names {
    private static final int UNIMPLEMENTED = 12;

    private Names() {}

    /** The id, where there is such a volume or it is plainly an id; a name costs a list of all volumes. */
    static Optional<String> volume(CsiClient client, String said) {
        return VolumeId.parse(said).isPresent()
                ? Optional.of(said)
                : found(said, VolumeId.stemOf(said), () -> volumeIds(client));
    }

    /** The id, or what was said: then the driver has the last word on it. */
    static String volumeOrSaid(CsiClient client, String said) {
        return volume(client, said)
                .or(() -> madeFor(client, said, () -> volumeIds(client)))
                .orElse(said);
    }

    private static List<String> volumeIds(CsiClient client) {
        return VolumeList.every(client).getEntriesList().stream()
                .map(entry -> entry.getVolume().getVolumeId())
                .toList();
    }

    static Optional<String> snapshot(CsiClient client, String said) {
        return SnapshotId.parse(said).isPresent()
                ? Optional.of(said)
                : found(said, SnapshotId.stemOf(said), () -> snapshotIds(client));
    }

    static String snapshotOrSaid(CsiClient client, String said) {
        return snapshot(client, said)
                .or(() -> madeFor(client, said, () -> snapshotIds(client)))
                .orElse(said);
    }

    private static List<String> snapshotIds(CsiClient client) {
        return SnapshotList.every(client, ListSnapshotsRequest.newBuilder()).getEntriesList().stream()
                .map(entry -> entry.getSnapshot().getSnapshotId())
                .toList();
    }

    /** The one that was made for that object of Kubernetes; of several nobody knows which one is meant. */
    private static Optional<String> madeFor(CsiClient client, String said, Supplier<List<String>> list) {
        if (said.indexOf('/') < 0) {
            return Optional.empty();
        }
        List<String> made = KnownNames.of(client, list.get()).madeFor(said);
        return made.size() == 1 ? Optional.of(made.getFirst()) : Optional.empty();
    }

    private static Optional<String> found(String said, String stem, Supplier<List<String>> list) {
        try {
            List<String> ids = list.get();
            return ids.contains(said)
                    ? Optional.of(said)
                    : ids.stream().filter(id -> id.startsWith(stem + "-")).findFirst();
        } catch (CallFailed failed) {
            if (failed.code() == UNIMPLEMENTED) {
                return Optional.empty();
            }
            throw failed;
        }
    }
}
