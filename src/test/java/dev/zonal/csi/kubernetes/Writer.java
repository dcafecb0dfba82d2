package dev.zonal.csi.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;

/** A pod that writes number after number to its volume, each made durable, and ends at the first that can't be. */
record Writer(StoryPod pod, String container) {
    private static final String WRITE =
            "i=0; while echo $i >>/data/log && sync /data/log; do i=$((i + 1)); sleep 0.1; done";
    private static final String COUNT = "wc -l </data/log";
    private static final String IS_COUNTED_FROM_0 = "awk '$1 != NR - 1 { exit 1 }' /data/log";

    /** One on each node, all of them writing. */
    static List<Writer> onEachNode(Story story) {
        List<String> nodes = story.cluster().nodes();
        nodes.forEach(node -> apply(story, node));
        return nodes.stream().map(node -> begun(story.pod("writer-" + node))).toList();
    }

    private static void apply(Story story, String node) {
        String name = "writer-" + node;
        story.apply(
                Specs.claim(name, "1Gi"),
                new PodBuilder(Specs.on(node, Specs.pod(name, name)))
                        .editSpec()
                        .editFirstContainer()
                        .withCommand("sh", "-c", WRITE)
                        .endContainer()
                        .endSpec()
                        .build());
    }

    private static Writer begun(StoryPod pod) {
        Writer writer = new Writer(pod.awaitReady(), pod.containerId());
        writer.awaitMore();
        return writer;
    }

    /** It goes on now, and has gone on all the time: nothing failed, nothing is missing. */
    void assertThatItNeverStopped() {
        awaitMore();
        assertThat(pod.attempt(IS_COUNTED_FROM_0).exitCode()).as(pod.name()).isZero();
        assertThat(pod.containerId()).as("the container of " + pod.name()).isEqualTo(container);
    }

    private void awaitMore() {
        long before = count();
        Patience.USUAL.until(pod.name() + " to write more", () -> count() > before, () -> "it wrote " + before);
    }

    private long count() {
        String output = pod.attempt(COUNT).output().strip();
        return output.isEmpty() ? 0 : Long.parseLong(output);
    }
}
