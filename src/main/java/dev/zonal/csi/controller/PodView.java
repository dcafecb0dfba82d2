package dev.zonal.csi.controller;

import dev.zonal.csi.model.ObjectId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of the pods that will use a claim, as far as it decides where the claim's volume may be. Nodes go by the
 * names that they have as topology segments.
 *
 * @param delayed whether the volume is made only when a pod is scheduled (WaitForFirstConsumer)
 * @param selectedNode the node that the scheduler has chosen for the pod, where it has
 * @param obstacles why the pods can't run on a node, as a clause with its subject. For the selected node, which the scheduler
 *     has looked at, these are volumes of theirs elsewhere; a node that is not named here is one where they can run
 * @param sources what other volumes of the pods, which are not made yet, will be made from, by the names of their claims
 * @param doubts what could not be found out and why, each as a clause
 */
public record PodView(
        boolean delayed,
        Optional<String> selectedNode,
        Map<String, String> obstacles,
        Map<String, ObjectId> sources,
        List<String> doubts) {
    public PodView {
        obstacles = Map.copyOf(obstacles);
        sources = Map.copyOf(sources);
        doubts = List.copyOf(doubts);
    }

    /** Nothing could be found out. */
    public static PodView unknown(String doubt) {
        return new PodView(false, Optional.empty(), Map.of(), Map.of(), List.of(doubt));
    }
}
