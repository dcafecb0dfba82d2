package dev.zonal.csi.conformance;

import dev.zonal.csi.v1.ListSnapshotsResponse;
import dev.zonal.csi.v1.ListVolumesResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Draws one command after the other, looking at what there is, so that most of them get somewhere. */
final class Generator {
    private static final Instant BEGIN = Instant.parse("2027-01-01T00:00:00Z");

    private final Pick pick;
    private final Requests requests;
    private final List<Page> volumePages = new ArrayList<>();
    private final List<Page> snapshotPages = new ArrayList<>();
    private final List<Command> earlier = new ArrayList<>();
    private final List<Function<State, Command>> kinds = new ArrayList<>();

    Generator(long seed) {
        pick = new Pick(seed);
        requests = new Requests(pick);
        NodeCommands node = new NodeCommands(pick, requests);
        weigh(9, this::createVolume);
        weigh(3, state -> new DeleteVolume(requests.volumeId(state)));
        weigh(6, this::createSnapshot);
        weigh(3, state -> new DeleteSnapshot(requests.snapshotId(state)));
        weigh(3, state -> new ControllerExpandVolume(requests.volumeId(state), requests.range()));
        weigh(2, state -> new ControllerGetVolume(requests.volumeId(state)));
        weigh(2, state -> new GetSnapshot(requests.snapshotId(state)));
        weigh(2, this::validate);
        weigh(3, _ -> new ListVolumes(page(volumePages)));
        weigh(3, this::listSnapshots);
        weigh(2, _ -> new GetCapacity(requests.parameters(), pick.of("", "", "a", "b")));
        weigh(10, node::stage);
        weigh(4, node::unstage);
        weigh(10, node::publish);
        weigh(5, node::unpublish);
        weigh(3, node::stats);
        weigh(4, node::expand);
        weigh(5, node::writeFile);
        weigh(4, node::readFiles);
        weigh(4, node::writeBlock);
        weigh(3, node::readBlocks);
        weigh(1, _ -> pick.of(Facts.values()));
        weigh(1, _ -> new Restart());
    }

    private void weigh(int weight, Function<State, Command> kind) {
        for (int i = 0; i < weight; i++) {
            kinds.add(kind);
        }
    }

    /** A new one, one of those before once more, or one that is cut short. */
    Command next(State state) {
        if (!earlier.isEmpty() && pick.percent(10)) {
            return earlier.get(Math.max(0, earlier.size() - 1 - pick.below(6)));
        }
        Command command = pick.of(kinds).apply(state);
        earlier.add(command);
        return pick.percent(8) && isCall(command) ? cutShort(command) : command;
    }

    private static boolean isCall(Command command) {
        return switch (command) {
            case Restart _, WriteFile _, WriteBlock _, ReadFiles _, ReadBlocks _, Facts _ -> false;
            default -> true;
        };
    }

    private Command cutShort(Command call) {
        CutShort.How how = pick.of(CutShort.How.values());
        return new CutShort(call, how, how == CutShort.How.CANCELLED ? pick.below(4) : pick.below(14));
    }

    /** Pages that were announced are asked for later, whatever has become of their lists. */
    void learn(Reply reply) {
        if (reply.answer() instanceof ListVolumesResponse list
                && !list.getNextToken().isEmpty()) {
            String last =
                    list.getEntries(list.getEntriesCount() - 1).getVolume().getVolumeId();
            volumePages.add(new Page(0, list.getNextToken(), last));
        }
        if (reply.answer() instanceof ListSnapshotsResponse list
                && !list.getNextToken().isEmpty()) {
            String last =
                    list.getEntries(list.getEntriesCount() - 1).getSnapshot().getSnapshotId();
            snapshotPages.add(new Page(0, list.getNextToken(), last));
        }
    }

    private Command createVolume(State state) {
        return new CreateVolume(
                requests.volumeName(),
                requests.range(),
                requests.uses(),
                requests.parameters(),
                requests.origin(state),
                requests.place());
    }

    private Command createSnapshot(State state) {
        return new CreateSnapshot(
                requests.snapshotName(),
                requests.volumeId(state),
                pick.of("", "", "synced", "frozen", pick.percent(5) ? "maybe" : ""),
                requests.place(),
                BEGIN.plusSeconds(earlier.size()));
    }

    private Command validate(State state) {
        String volume = requests.volumeId(state);
        List<Use> uses = pick.percent(3) ? List.of() : List.of(requests.use(state, volume));
        return new ValidateVolumeCapabilities(volume, uses, pick.percent(50) ? Parameters.NONE : requests.parameters());
    }

    private Command listSnapshots(State state) {
        return switch (pick.below(4)) {
            case 0 -> new ListSnapshots(nonEmpty(requests.snapshotId(state)), "", Page.ALL);
            case 1 -> new ListSnapshots("", nonEmpty(requests.volumeId(state)), new Page(pick.below(3), "", ""));
            case 2 ->
                new ListSnapshots(nonEmpty(requests.snapshotId(state)), nonEmpty(requests.volumeId(state)), Page.ALL);
            default -> new ListSnapshots("", "", page(snapshotPages));
        };
    }

    private static String nonEmpty(String id) {
        return id.isEmpty() ? Ids.SOMEBODYS : id;
    }

    private Page page(List<Page> announced) {
        int maxEntries = pick.of(0, 0, 1, 1, 2, 3);
        return switch (pick.below(10)) {
            case 0 -> new Page(pick.of(-1, 2), pick.of("invalid-token", ""), "");
            case 1, 2, 3, 4 -> {
                Page page = pick.mostly(100, announced, () -> Page.ALL);
                yield new Page(maxEntries, page.token(), page.after());
            }
            default -> new Page(maxEntries, "", "");
        };
    }
}
