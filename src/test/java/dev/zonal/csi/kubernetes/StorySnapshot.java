package dev.zonal.csi.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.Optional;

/** A VolumeSnapshot of a story. */
record StorySnapshot(Story story, String namespace, String name) {
    StorySnapshot awaitReady() {
        Patience.USUAL.until(
                "VolumeSnapshot " + name + " to be ready to use",
                () -> get().flatMap(snapshot -> Snapshots.text(snapshot, "status", "readyToUse"))
                        .equals(Optional.of("true")),
                () -> get().map(Object::toString).orElse("no such VolumeSnapshot") + "\n" + story.events());
        return this;
    }

    GenericKubernetesResource content() {
        return Patience.USUAL.until(
                "the content of VolumeSnapshot " + name,
                () -> get().flatMap(snapshot -> Snapshots.text(snapshot, "status", "boundVolumeSnapshotContentName"))
                        .map(content ->
                                Snapshots.content(story.client(), content).get()),
                story::events);
    }

    /** The driver's id of it. */
    String handle() {
        return Snapshots.handle(awaitReady().content()).orElseThrow();
    }

    void beginDeletion() {
        resource().delete();
    }

    void delete() {
        beginDeletion();
        Patience.USUAL.until("VolumeSnapshot " + name + " to go", () -> get().isEmpty(), story::events);
    }

    private Optional<GenericKubernetesResource> get() {
        return Optional.ofNullable(resource().get());
    }

    private Resource<GenericKubernetesResource> resource() {
        return Snapshots.in(story.client(), namespace).withName(name);
    }
}
