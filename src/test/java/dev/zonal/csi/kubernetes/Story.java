package dev.zonal.csi.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** One telling of a story: in its namespace, by the manifests of its folder, in their order. */
final class Story {
    private static final String OF_EXAMPLES = "zonal-example-";

    private final Cluster cluster;
    private final Manifests manifests;
    private final String namespace;
    private final Applied applied;

    private Story(Cluster cluster, Manifests manifests, String namespace) {
        this.cluster = cluster;
        this.manifests = manifests;
        this.namespace = namespace;
        this.applied = new Applied(cluster);
    }

    /** The story of a folder of deploy/examples, whose manifests name their namespace. */
    static Story ofExamples(Cluster cluster, String folder) {
        return new Story(cluster, Manifests.of(folder), OF_EXAMPLES + folder);
    }

    /** A story that is no example for anybody, in a namespace of its own. */
    static Story of(Cluster cluster, String namespace) {
        Story story = new Story(cluster, Manifests.of(""), namespace);
        story.apply(List.of(new NamespaceBuilder()
                .withNewMetadata()
                .withName(namespace)
                .endMetadata()
                .build()));
        return story;
    }

    Cluster cluster() {
        return cluster;
    }

    KubernetesClient client() {
        return cluster.client();
    }

    String namespace() {
        return namespace;
    }

    /** Applies files of the story's folder. */
    void apply(String... files) {
        for (String file : files) {
            apply(manifests.read(client(), file, Map.of()));
        }
    }

    /** Applies a template, with what only this cluster knows filled in. */
    void applyFilled(String file, Map<String, String> values) {
        apply(manifests.read(client(), file, values));
    }

    void apply(List<? extends HasMetadata> objects) {
        objects.forEach(object -> applied.apply(object, namespace));
    }

    void apply(HasMetadata... objects) {
        apply(List.of(objects));
    }

    StoryPod pod(String name) {
        return new StoryPod(this, namespace, name);
    }

    /** The one pod with that label {@code app} which is not on its way out. */
    StoryPod podOf(String app) {
        return Patience.USUAL.until(
                "a pod of " + app,
                () -> pods(app).findFirst().map(pod -> pod(pod.getMetadata().getName())),
                () -> Events.all(client(), namespace));
    }

    Stream<Pod> pods(String app) {
        return client().pods().inNamespace(namespace).withLabel("app", app).list().getItems().stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null);
    }

    StoryClaim claim(String name) {
        return new StoryClaim(this, namespace, name);
    }

    StorySnapshot snapshot(String name) {
        return new StorySnapshot(this, namespace, name);
    }

    /** What of the story is in another namespace. */
    Story in(String other) {
        return new Story(cluster, manifests, other);
    }

    /** Does something, and notes for the table at the end how long it took. */
    void timed(String what, Runnable action) {
        long began = System.nanoTime();
        action.run();
        cluster.times().add(what, Duration.ofNanos(System.nanoTime() - began));
    }

    /** The message of an event about an object, as soon as there is one with that text. */
    String awaitEvent(String kind, String name, String text) {
        return Patience.USUAL.until(
                "an event of " + kind + " " + name + " that says: " + text,
                () -> Events.messages(client(), namespace, kind, name)
                        .filter(message -> message.contains(text))
                        .findFirst(),
                this::events);
    }

    Stream<String> messages(String kind, String name) {
        return Events.messages(client(), namespace, kind, name);
    }

    String events() {
        return Events.all(client(), namespace);
    }

    /** What the driver of the node of a pod said last. */
    String driverLog(Optional<Pod> pod) {
        return pod.map(there -> there.getSpec().getNodeName())
                .map(cluster.drivers()::logOf)
                .orElse("");
    }

    /** Removes all that was applied, and fails where anything of it stays: objects, volumes, snapshots. */
    void end() {
        applied.remove();
    }
}
