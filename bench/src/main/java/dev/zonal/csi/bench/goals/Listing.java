package dev.zonal.csi.bench.goals;

import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.v1.ListSnapshotsRequest;
import dev.zonal.csi.v1.ListSnapshotsResponse;
import dev.zonal.csi.v1.ListVolumesRequest;
import dev.zonal.csi.v1.ListVolumesResponse;
import java.util.function.Function;

/** Lists, as a caller asks for them. */
record Listing(CsiClient client) {
    private static final int PAGE = 100;

    int firstPage() {
        return client.controller()
                .listVolumes(ListVolumesRequest.newBuilder().setMaxEntries(PAGE).build())
                .getEntriesCount();
    }

    /** All volumes, in as few answers as the driver makes of them. */
    int all() {
        return count(token -> {
            ListVolumesResponse answer = client.controller()
                    .listVolumes(ListVolumesRequest.newBuilder()
                            .setStartingToken(token)
                            .build());
            return new Page(answer.getEntriesCount(), answer.getNextToken());
        });
    }

    /** All snapshots, likewise. */
    int allSnapshots() {
        return count(token -> {
            ListSnapshotsResponse answer = client.controller()
                    .listSnapshots(ListSnapshotsRequest.newBuilder()
                            .setStartingToken(token)
                            .build());
            return new Page(answer.getEntriesCount(), answer.getNextToken());
        });
    }

    private record Page(int entries, String nextToken) {}

    private static int count(Function<String, Page> pageAt) {
        Page page = pageAt.apply("");
        int count = page.entries;
        while (!page.nextToken.isEmpty()) {
            page = pageAt.apply(page.nextToken);
            count += page.entries;
        }
        return count;
    }
}
