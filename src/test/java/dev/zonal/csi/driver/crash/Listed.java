package dev.zonal.csi.driver.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.driver.Workload;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.v1.ListSnapshotsRequest;
import dev.zonal.csi.v1.ListSnapshotsResponse;
import dev.zonal.csi.v1.ListVolumesRequest;
import dev.zonal.csi.v1.ListVolumesResponse;
import dev.zonal.csi.v1.Snapshot;
import dev.zonal.csi.v1.Volume;
import dev.zonal.csi.v1.VolumeContentSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the driver lists, read page by page. */
record Listed(List<Volume> volumes, List<Snapshot> snapshots) {
    /** Each page is twice as long as the one before. */
    private static final int FIRST_PAGE = 10;

    static Listed by(CsiClient client) {
        return new Listed(volumes(client), snapshots(client));
    }

    /** What lives in that pool. */
    Listed of(HomeId home) {
        return new Listed(
                volumes.stream()
                        .filter(volume -> volume.getVolumeId().endsWith("-" + home))
                        .toList(),
                snapshots.stream()
                        .filter(snapshot -> snapshot.getSnapshotId().endsWith("-" + home))
                        .toList());
    }

    private static List<Volume> volumes(CsiClient client) {
        return all((token, entries) -> {
            ListVolumesResponse page = client.controller()
                    .listVolumes(ListVolumesRequest.newBuilder()
                            .setMaxEntries(entries)
                            .setStartingToken(token)
                            .build());
            return new Page<>(
                    page.getEntriesList().stream()
                            .map(entry -> entry.getVolume())
                            .toList(),
                    page.getNextToken());
        });
    }

    private static List<Snapshot> snapshots(CsiClient client) {
        return all((token, entries) -> {
            ListSnapshotsResponse page = client.controller()
                    .listSnapshots(ListSnapshotsRequest.newBuilder()
                            .setMaxEntries(entries)
                            .setStartingToken(token)
                            .build());
            return new Page<>(
                    page.getEntriesList().stream()
                            .map(entry -> entry.getSnapshot())
                            .toList(),
                    page.getNextToken());
        });
    }

    private record Page<T>(List<T> entries, String next) {}

    private static <T> List<T> all(BiFunction<String, Integer, Page<T>> pages) {
        List<T> all = new ArrayList<>();
        String token = "";
        int entries = FIRST_PAGE;
        do {
            Page<T> page = pages.apply(token, entries);
            all.addAll(page.entries);
            token = page.next;
            entries *= 2;
        } while (!token.isEmpty());
        return all;
    }

    Set<String> ids() {
        return Stream.concat(
                        volumes.stream().map(Volume::getVolumeId),
                        snapshots.stream().map(Snapshot::getSnapshotId))
                .collect(Collectors.toSet());
    }

    /** Everything that was answered is listed as it was answered, and nothing that was never asked for. */
    void check(Account before, Account after) {
        Set<String> ids = ids();
        assertThat(ids).as("listed once each").hasSize(volumes.size() + snapshots.size());
        assertThat(after.entries().keySet()).as("asked for").containsAll(ids);
        before.entries().forEach((id, earlier) -> {
            Entry later = after.entry(id).orElseThrow();
            if (earlier.life().compareTo(Life.THERE) >= 0 && later.life().compareTo(Life.THERE) <= 0) {
                assertThat(ids).as("%s, answered", earlier).contains(id);
            }
            if (earlier.life() == Life.GONE) {
                assertThat(ids).as("%s, deleted", earlier).doesNotContain(id);
            }
        });
        volumes.forEach(volume -> check(volume, before, after));
        snapshots.forEach(snapshot -> check(snapshot, after));
    }

    private static void check(Volume volume, Account before, Account after) {
        VolumeEntry later = (VolumeEntry) after.entry(volume.getVolumeId()).orElseThrow();
        long least = before.entry(later.id())
                .map(earlier -> ((VolumeEntry) earlier).mebibytes().least())
                .orElse(later.kind().leastMebibytes());
        assertThat(volume.getCapacityBytes())
                .as("the size of %s", later)
                .isBetween(least * Workload.MEBIBYTE, later.mebibytes().most() * Workload.MEBIBYTE);
        assertThat(volume.getContentSource())
                .as("the source of %s", later)
                .isEqualTo(later.source().orElse(VolumeContentSource.getDefaultInstance()));
    }

    private static void check(Snapshot snapshot, Account after) {
        SnapshotEntry asked =
                (SnapshotEntry) after.entry(snapshot.getSnapshotId()).orElseThrow();
        assertThat(snapshot.getSizeBytes())
                .as("the size of %s", asked)
                .isEqualTo(asked.mebibytes() * Workload.MEBIBYTE);
        assertThat(snapshot.getSourceVolumeId()).as("the source of %s", asked).isEqualTo(asked.sourceVolumeId());
        assertThat(snapshot.getReadyToUse()).as("readiness of %s", asked).isTrue();
    }
}
