package dev.zonal.csi.kubelet;

import java.util.Map;

/** The labels of nodes, as Kubernetes knows them. */
public interface NodeLabels {
    /** Asks once; neither waits for better times nor throws. */
    Answer ask(String node);

    sealed interface Answer {}

    record Found(Map<String, String> labels) implements Answer {
        public Found {
            labels = Map.copyOf(labels);
        }
    }

    /**
     * Asking again won't help before somebody has done something.
     *
     * @param reason a sentence without its end, with the remedy
     */
    record Refused(String reason) implements Answer {}

    /** The API server can't be had just now. */
    record Away(String reason) implements Answer {}
}
