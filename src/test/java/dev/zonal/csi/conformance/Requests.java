package dev.zonal.csi.conformance;

import dev.zonal.csi.v1.VolumeCapability.AccessMode.Mode;
import java.util.ArrayList;
import java.util.List;

/** Draws the parts of requests: mostly what makes sense, sometimes what does not. */
final class Requests {
    private static final List<String> VOLUMES = List.of("a", "b", "c", "d", "e", "f");
    private static final List<String> SNAPSHOTS = List.of("s", "t", "u", "v", "w");
    private static final List<String> STAGING = List.of("/kubelet/stage-0", "/kubelet/stage-1", "/kubelet/stage-2");
    private static final List<String> PODS = List.of(Paths.ofPod("0"), Paths.ofPod("1"), Paths.ofPod("2"));

    private final Pick pick;

    Requests(Pick pick) {
        this.pick = pick;
    }

    String volumeName() {
        return pick.percent(1) ? "" : pick.of(VOLUMES);
    }

    String snapshotName() {
        return pick.percent(1) ? "" : pick.of(SNAPSHOTS);
    }

    String volumeId(State state) {
        return pick.percent(4)
                ? pick.of("", Ids.SOMEBODYS, Ids.VOLUME_ELSEWHERE)
                : pick.mostly(
                        85, state.volumes().keySet(), () -> World.volumeId(pick.of(VOLUMES), pick.of(World.POOLS)));
    }

    String snapshotId(State state) {
        return pick.percent(4)
                ? pick.of("", Ids.SOMEBODYS, Ids.SNAPSHOT_ELSEWHERE)
                : pick.mostly(
                        85,
                        state.snapshots().keySet(),
                        () -> World.snapshotId(pick.of(SNAPSHOTS), pick.of(World.POOLS)));
    }

    Range range() {
        return switch (pick.below(20)) {
            case 0 -> Range.ANY;
            case 1 -> new Range(mebibytes(), mebibytes());
            case 2 -> new Range(0, mebibytes());
            case 3 -> new Range(pick.of(-1L, 17L << 40, Long.MAX_VALUE), 0);
            case 4 -> new Range(mebibytes() + 1, 0);
            case 5, 6 -> {
                long exactly = mebibytes();
                yield new Range(exactly, exactly);
            }
            case 7 -> new Range(mebibytes() + 1, mebibytes() + 4095);
            default -> new Range(mebibytes(), 0);
        };
    }

    private long mebibytes() {
        return World.MEBIBYTE * pick.of(1, 16, 16, 16, 32, 32, 64, 300, 300, 400, 700, 1100);
    }

    Use use() {
        Use use = switch (pick.below(10)) {
            case 0, 1, 2 -> Use.ofBlock();
            case 3, 4 -> Use.mount("ext4");
            case 5 -> Use.mount("xfs");
            case 6 -> Use.mount("btrfs");
            case 7 -> Use.mount("").with(pick.of("ro", "noatime", "loop"));
            default -> Use.mount("");
        };
        return switch (pick.below(20)) {
            case 0 -> use.as(Mode.SINGLE_NODE_SINGLE_WRITER);
            case 1 -> use.as(Mode.SINGLE_NODE_READER_ONLY);
            case 2 -> use.as(Mode.SINGLE_NODE_MULTI_WRITER);
            case 3 -> use.as(pick.of(Mode.MULTI_NODE_MULTI_WRITER, Mode.MULTI_NODE_READER_ONLY));
            default -> use;
        };
    }

    /** One that the volume was made for, more often than not. */
    Use use(State state, String volume) {
        return state.volume(volume)
                .filter(_ -> pick.percent(80))
                .map(found -> pick.of(found.uses().stream()
                        .sorted((a, b) -> a.toString().compareTo(b.toString()))
                        .toList()))
                .orElseGet(this::use);
    }

    List<Use> uses() {
        List<Use> uses = new ArrayList<>(List.of(use()));
        if (pick.percent(10)) {
            uses.add(use());
        }
        return pick.percent(1) ? List.of() : uses;
    }

    Parameters parameters() {
        return switch (pick.below(12)) {
            case 0 -> Parameters.pool("none");
            case 1, 2 -> Parameters.pool("fast");
            case 3, 4, 5 -> Parameters.pool("slow");
            case 6 -> new Parameters("", pick.of("thick", "thin", "thicker"), "", "");
            case 7 -> new Parameters("slow", "thick", "", "");
            case 8 -> new Parameters("", "", pick.of("noatime", "loop"), "");
            case 9 -> pick.percent(20) ? new Parameters("", "", "", "poool") : Parameters.NONE;
            default -> Parameters.NONE;
        };
    }

    Origin origin(State state) {
        return switch (pick.below(6)) {
            case 0, 1 -> nonEmpty(true, snapshotId(state));
            case 2 -> nonEmpty(false, volumeId(state));
            default -> Origin.NONE;
        };
    }

    private static Origin nonEmpty(boolean snapshot, String id) {
        return id.isEmpty() ? Origin.NONE : new Origin(snapshot, id);
    }

    Place place() {
        return switch (pick.below(15)) {
            case 0 -> new Place(List.of("b"));
            case 1 -> new Place(List.of("b", "a"));
            case 2, 3 -> new Place(List.of("a"));
            default -> Place.ANY;
        };
    }

    String staging() {
        return path(STAGING, PODS);
    }

    String pod() {
        return path(PODS, STAGING);
    }

    private String path(List<String> usual, List<String> strange) {
        return switch (pick.below(40)) {
            case 0 -> pick.of("", Paths.RELATIVE, Paths.CROOKED);
            case 1 -> pick.of(strange);
            default -> pick.of(usual);
        };
    }
}
