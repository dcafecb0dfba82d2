package dev.zonal.csi.conformance;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Few objects that hang together, so that callers meet: a volume, its snapshot, a copy, and their places on the node. */
final class Family {
    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
    private static final long SIZE = 16 * World.MEBIBYTE;

    private final String name;
    private final String volume;
    private final String snapshot;
    private final String copy;
    private final String staging;

    Family(String name) {
        this.name = name;
        this.volume = World.volumeId(name, "fast");
        this.snapshot = World.snapshotId(name, "fast");
        this.copy = World.volumeId(name + "-copy", "fast");
        this.staging = "/kubelet/stage-" + name;
    }

    /** What tells at the end what has become of it. */
    List<Command> questions() {
        return List.of(
                new ControllerGetVolume(volume),
                new GetSnapshot(snapshot),
                new ControllerGetVolume(copy),
                new Seen(false, volume),
                new Seen(true, snapshot),
                new NodeGetVolumeStats(volume, staging));
    }

    Command draw(Pick pick) {
        Command command = plain(pick);
        return switch (pick.below(12)) {
            case 0 -> new CutShort(command, CutShort.How.CANCELLED, pick.below(3));
            case 1 -> new CutShort(command, CutShort.How.ANSWER_LOST, 0);
            case 2 -> new Hurried(command, Duration.ofNanos(20_000L << pick.below(6)));
            default -> command;
        };
    }

    private Command plain(Pick pick) {
        String pod = Paths.ofPod(name + pick.below(2));
        Use use = Use.mount("ext4");
        return switch (pick.below(22)) {
            case 0, 1, 2, 3 -> CreateVolume.of(name, pick.of(SIZE, SIZE, 2 * SIZE), use);
            case 4, 5 -> new DeleteVolume(volume);
            case 6 -> new ControllerExpandVolume(volume, new Range(pick.of(2 * SIZE, 3 * SIZE), 0));
            case 7 -> new ControllerGetVolume(volume);
            case 8, 9 -> new CreateSnapshot(name, pick.of(volume, volume, copy), "", Place.ANY, NOW);
            case 10 -> new DeleteSnapshot(snapshot);
            case 11 -> new GetSnapshot(snapshot);
            case 12 -> CreateVolume.of(name + "-copy", 0, use).from(new Origin(true, snapshot));
            case 13 -> CreateVolume.of(name + "-copy", 0, use).from(new Origin(false, volume));
            case 14 -> new DeleteVolume(copy);
            case 15 -> pick.of(new Seen(false, volume), new Seen(false, copy), new Seen(true, snapshot));
            case 16, 17 -> new NodeStageVolume(volume, staging, use);
            case 18 -> new NodeUnstageVolume(volume, staging);
            case 19 -> new NodePublishVolume(volume, staging, pod, use, pick.percent(20));
            case 20 -> new NodeUnpublishVolume(volume, pod);
            default -> pick.of(new NodeGetVolumeStats(volume, pod), new NodeExpandVolume(volume, staging, Range.ANY));
        };
    }
}
