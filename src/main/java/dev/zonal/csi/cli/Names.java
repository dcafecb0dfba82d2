package dev.zonal.csi.cli;

import dev.zonal.csi.client.CallFailed;
import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.v1.ListSnapshotsRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Finds the volume or snapshot that a person means, who says its id or the name that it was made with. */
final class Names {
    private static final int UNIMPLEMENTED = 12;

    private Names() {}

    /** The id, where there is such a volume or it is plainly an id; a name costs a list of all volumes. */
    static Optional<String> volume(CsiClient client, String said) {
        return VolumeId.parse(said).isPresent()
                ? Optional.of(said)
                : found(
                        said,
                        VolumeId.stemOf(said),
                        () -> VolumeList.every(client).getEntriesList().stream()
                                .map(entry -> entry.getVolume().getVolumeId())
                                .toList());
    }

    /** The id, or what was said: then the driver has the last word on it. */
    static String volumeOrSaid(CsiClient client, String said) {
        return volume(client, said).orElse(said);
    }

    static Optional<String> snapshot(CsiClient client, String said) {
        ListSnapshotsRequest.Builder all = ListSnapshotsRequest.newBuilder();
        return SnapshotId.parse(said).isPresent()
                ? Optional.of(said)
                : found(
                        said,
                        SnapshotId.stemOf(said),
                        () -> SnapshotList.every(client, all).getEntriesList().stream()
                                .map(entry -> entry.getSnapshot().getSnapshotId())
                                .toList());
    }

    static String snapshotOrSaid(CsiClient client, String said) {
        return snapshot(client, said).orElse(said);
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
