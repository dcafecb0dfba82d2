package dev.zonal.csi.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.util.Optional;

/** A pod of a story. */
record StoryPod(Story story, String namespace, String name, Optional<String> container) {
    StoryPod(Story story, String namespace, String name) {
        this(story, namespace, name, Optional.empty());
    }

    /** The same pod, with commands run in that container of it. */
    StoryPod in(String container) {
        return new StoryPod(story, namespace, name, Optional.of(container));
    }

    StoryPod awaitReady() {
        Patience.USUAL.until(
                "pod " + name + " to be Ready",
                () -> get().filter(Readiness::isPodReady).isPresent(),
                this::seen);
        return this;
    }

    void awaitSucceeded() {
        Patience.USUAL.until(
                "pod " + name + " to have succeeded",
                () -> get().filter(pod -> "Succeeded".equals(pod.getStatus().getPhase()))
                        .isPresent(),
                this::seen);
    }

    /** A pod is Ready before its command has done anything: waits until a line of shell prints this. */
    StoryPod awaitOutput(String command, String expected) {
        awaitReady();
        Patience.USUAL.until(
                "'" + command + "' in pod " + name + " to print " + expected,
                () -> attempt(command).output().strip().equals(expected),
                () -> attempt(command) + "\n" + seen());
        return this;
    }

    /** The node that it was scheduled to. */
    String node() {
        return Patience.USUAL.until(
                "pod " + name + " to be scheduled",
                () -> get().map(pod -> pod.getSpec().getNodeName()),
                this::seen);
    }

    /** Until the scheduler has looked at it. */
    void awaitDecision() {
        Patience.USUAL.until(
                "the scheduler to decide about pod " + name,
                () -> get().filter(pod -> pod.getStatus().getConditions().stream()
                                .anyMatch(condition -> condition.getType().equals("PodScheduled")))
                        .isPresent(),
                this::seen);
    }

    boolean isWaitingForANode() {
        return get().filter(pod -> pod.getSpec().getNodeName() == null).isPresent();
    }

    boolean isReadyWithin(Patience patience) {
        return patience.holds(() -> get().filter(Readiness::isPodReady).isPresent());
    }

    /** Runs a line of shell, in its first container unless another was named. */
    String run(String command) {
        return exec().run(command);
    }

    Exec.Outcome attempt(String command) {
        return exec().attempt(command);
    }

    private Exec exec() {
        String where = container.orElseGet(
                () -> get().orElseThrow().getSpec().getContainers().getFirst().getName());
        return Exec.in(story.client(), namespace, name, where);
    }

    /** Which container it is now: another after a restart. */
    String containerId() {
        return get().stream()
                .flatMap(pod -> pod.getStatus().getContainerStatuses().stream())
                .map(status -> Optional.ofNullable(status.getContainerID()).orElse(""))
                .findFirst()
                .orElse("");
    }

    String awaitEvent(String text) {
        return story.awaitEvent("Pod", name, text);
    }

    void delete() {
        beginDeletion();
        awaitGone();
    }

    /** With one second for its programs to end: a shell that is process 1 hears no signal anyway. */
    void beginDeletion() {
        resource().withGracePeriod(1).delete();
    }

    /** Without asking its node, which is not there to answer. */
    void forceDeletion() {
        resource().withGracePeriod(0).delete();
    }

    void awaitGone() {
        Patience.USUAL.until("pod " + name + " to go", () -> get().isEmpty(), this::seen);
    }

    Optional<Pod> get() {
        return Optional.ofNullable(resource().get());
    }

    private String seen() {
        Optional<Pod> pod = get();
        return pod.map(there -> there.getStatus().getConditions().toString()).orElse("no pod " + name) + "\n"
                + story.events() + "\n" + story.driverLog(pod);
    }

    private PodResource resource() {
        return story.client().pods().inNamespace(namespace).withName(name);
    }
}
