package dev.zonal.csi.controller;

import dev.zonal.csi.backend.Home;
import dev.zonal.csi.model.ContentSource;
import dev.zonal.csi.model.KubernetesObject;
import dev.zonal.csi.model.ObjectId;
import dev.zonal.csi.model.StorageException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Placement that knows the pod: which of the places that fit a volume may be made at, so that its pod gets there. Pure.
 *
 * <p>A new, empty volume goes where the scheduler wants the pod. A copy goes where its source lies, and the pod follows: the
 * scheduler finds the volume bound there and places the pod anew. Where the pod could not follow, nothing is made, because
 * a volume on a node where its pod can't run holds that pod back for ever.
 */
final class PodPlacement {
    private final KubernetesObject claim;
    private final PodView pod;
    private final List<Home> homes;

    /** @param homes all that there are, also those that don't fit */
    PodPlacement(KubernetesObject claim, PodView pod, List<Home> homes) {
        this.claim = claim;
        this.pod = pod;
        this.homes = List.copyOf(homes);
    }

    /** The nodes about which a decision needs to know whether the pod can run there. */
    static Set<String> nodesInQuestion(List<Home> candidates, Optional<ContentSource> source) {
        return source.isEmpty()
                ? Set.of()
                : candidates.stream().flatMap(home -> node(home).stream()).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * @param candidates the places that fit, best first; with a source its place alone
     * @throws StorageException.ResourceExhausted where the pod could not get there: it has to be scheduled anew, or a person
     *     has to change something, and the sentence says what
     */
    PlacementDecision decide(List<Home> candidates, Optional<ContentSource> source) {
        return source.map(from -> besideTheSource(candidates, from.id())).orElseGet(() -> wherePodGoes(candidates));
    }

    private PlacementDecision besideTheSource(List<Home> candidates, ObjectId source) {
        Optional<String> node = node(candidates.getFirst());
        if (node.isEmpty()) {
            return decided(candidates, "a copy lives where its source " + source + " does");
        }
        String lies = "its source " + source + " lies on node " + node.get();
        obstacle(node.get()).ifPresent(obstacle -> {
            throw refused(lies + ", and the pod can't run there: " + obstacle + "; let it run on " + node.get()
                    + ", or use a source that lies where it can run");
        });
        return decided(
                candidates,
                lies
                        + (pod.selectedNode().equals(node)
                                ? ", which the scheduler has chosen"
                                : pod.selectedNode()
                                        .map(chosen -> ", and the pod follows it there from node " + chosen)
                                        .orElse(", and the pod goes there")));
    }

    private PlacementDecision wherePodGoes(List<Home> candidates) {
        if (pod.selectedNode().isEmpty()) {
            if (pod.delayed()) {
                throw refused("it waits for a pod, and no node is chosen for one now; the scheduler chooses anew");
            }
            return atOnce(candidates);
        }
        String chosen = pod.selectedNode().get();
        List<Home> there = candidates.stream()
                .filter(home -> node(home).map(chosen::equals).orElse(true))
                .toList();
        if (there.isEmpty()) {
            throw refused("the scheduler has chosen node " + chosen + ", and there is no place for it; there is one on "
                    + candidates.stream()
                            .flatMap(home -> node(home).stream())
                            .collect(Collectors.toCollection(TreeSet::new))
                    + ", and the scheduler chooses anew");
        }
        obstacle(chosen).ifPresent(obstacle -> {
            throw refused("the scheduler has chosen node " + chosen + ", and the pod can't run there: " + obstacle
                    + "; the scheduler chooses anew");
        });
        return decided(there, "the scheduler has chosen node " + chosen);
    }

    /** Bound without a scheduler: by preference, but not apart from what else its pod has. */
    private PlacementDecision atOnce(List<Home> candidates) {
        List<Home> free = candidates.stream()
                .filter(home -> node(home).flatMap(this::obstacle).isEmpty())
                .toList();
        if (free.isEmpty()) {
            throw refused("there is no place for it where its pod can run: "
                    + candidates.stream()
                            .flatMap(home -> node(home).flatMap(this::obstacle).stream())
                            .findFirst()
                            .orElseThrow());
        }
        return decided(free, "it waits for no pod, and the best place with room takes it");
    }

    private Optional<String> obstacle(String node) {
        return Optional.ofNullable(pod.obstacles().get(node)).or(() -> drawnElsewhere(node));
    }

    /** A copy that is still to be made goes to its own source: volumes of one pod must not be made apart. */
    private Optional<String> drawnElsewhere(String node) {
        for (Map.Entry<String, ObjectId> other : new TreeMap<>(pod.sources()).entrySet()) {
            Optional<String> drawn = homes.stream()
                    .filter(home -> home.id().equals(other.getValue().home()))
                    .findFirst()
                    .flatMap(PodPlacement::node)
                    .filter(place -> !place.equals(node));
            if (drawn.isPresent()) {
                return Optional.of("its claim " + other.getKey() + " will be made on node " + drawn.get()
                        + ", where its source " + other.getValue() + " lies");
            }
        }
        return Optional.empty();
    }

    /** The one node from which it can be used; empty where there are several. */
    private static Optional<String> node(Home home) {
        return home.accessibleFrom().size() == 1
                ? home.accessibleFrom().getFirst().segment("node")
                : Optional.empty();
    }

    private PlacementDecision decided(List<Home> places, String reason) {
        return new PlacementDecision(places, sentence(reason), true);
    }

    private StorageException.ResourceExhausted refused(String reason) {
        return new StorageException.ResourceExhausted(sentence(reason));
    }

    private String sentence(String reason) {
        return "claim " + claim + ": " + reason
                + (pod.doubts().isEmpty() ? "" : " (not known: " + String.join("; ", pod.doubts()) + ")");
    }
}
