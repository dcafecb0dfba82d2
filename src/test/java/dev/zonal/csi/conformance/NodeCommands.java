package dev.zonal.csi.conformance;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Draws what is asked of the node, and what workloads do there. */
final class NodeCommands {
    private final Pick pick;
    private final Requests requests;

    NodeCommands(Pick pick, Requests requests) {
        this.pick = pick;
        this.requests = requests;
    }

    Command stage(State state) {
        String volume = requests.volumeId(state);
        return new NodeStageVolume(volume, requests.staging(), requests.use(state, volume));
    }

    Command unstage(State state) {
        String path = pick.mostly(70, mounts(state, spot -> !spot.node()), requests::staging);
        return new NodeUnstageVolume(at(state, path), path);
    }

    /** Of what is staged, more often than not. */
    Command publish(State state) {
        boolean readonly = pick.percent(25);
        if (pick.percent(35)) {
            String raw = pick.mostly(95, attached(state), () -> requests.volumeId(state));
            return new NodePublishVolume(
                    raw, requests.staging(), requests.pod(), publishing(state, raw, true), readonly);
        }
        String staging = pick.mostly(80, mounts(state, spot -> !spot.node()), requests::staging);
        String volume = at(state, staging);
        return new NodePublishVolume(volume, staging, requests.pod(), publishing(state, volume, false), readonly);
    }

    private Use publishing(State state, String volume, boolean block) {
        if (pick.percent(80)) {
            Use use = requests.use(state, volume);
            return (block ? Use.ofBlock() : Use.mount("")).as(use.mode());
        }
        return requests.use();
    }

    Command unpublish(State state) {
        String target = pick.mostly(70, mounts(state, _ -> true), requests::pod);
        return new NodeUnpublishVolume(at(state, target), target);
    }

    Command stats(State state) {
        String path = pick.mostly(70, mounts(state, _ -> true), requests::pod);
        return new NodeGetVolumeStats(at(state, path), path);
    }

    Command expand(State state) {
        String path = pick.mostly(70, mounts(state, _ -> true), requests::pod);
        return new NodeExpandVolume(at(state, path), path, pick.percent(50) ? Range.ANY : requests.range());
    }

    Command writeFile(State state) {
        return new WriteFile(filesystem(state), pick.of("f", "g", "h"), "text " + pick.below(1000));
    }

    Command readFiles(State state) {
        return new ReadFiles(filesystem(state));
    }

    Command writeBlock(State state) {
        return new WriteBlock(device(state), pick.below(ReadBlocks.BLOCKS), "block " + (100 + pick.below(900)));
    }

    Command readBlocks(State state) {
        return new ReadBlocks(device(state));
    }

    private String filesystem(State state) {
        return pick.mostly(100, mounts(state, spot -> !spot.node()), requests::pod);
    }

    private String device(State state) {
        return pick.mostly(100, mounts(state, Spot::node), requests::pod);
    }

    /** The volume that is mounted there, more often than not. */
    private String at(State state, String path) {
        return state.spot(path)
                .filter(spot -> spot.isMounted() && pick.percent(90))
                .map(Spot::volume)
                .orElseGet(() -> requests.volumeId(state));
    }

    private static List<String> mounts(State state, Predicate<Spot> wanted) {
        return state.spots().entrySet().stream()
                .filter(entry -> entry.getValue().isMounted() && wanted.test(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static List<String> attached(State state) {
        return state.volumes().values().stream()
                .filter(ModelVolume::attached)
                .map(ModelVolume::id)
                .toList();
    }
}
