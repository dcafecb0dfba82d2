package dev.zonal.csi.kubernetes;

import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.List;
import java.util.Optional;

/** A PersistentVolumeClaim of a story. */
record StoryClaim(Story story, String namespace, String name) {
    /** The volume that it is bound to, as soon as it is. */
    PersistentVolume awaitBound() {
        return Patience.USUAL.until(
                "claim " + name + " to be bound",
                () -> get().filter(claim -> "Bound".equals(claim.getStatus().getPhase()))
                        .map(claim -> claim.getSpec().getVolumeName())
                        .map(volume -> story.client()
                                .persistentVolumes()
                                .withName(volume)
                                .get()),
                this::seen);
    }

    boolean isBound() {
        return get().filter(claim -> "Bound".equals(claim.getStatus().getPhase()))
                .isPresent();
    }

    /** The driver's id of its volume. */
    String handle() {
        return awaitBound().getSpec().getCsi().getVolumeHandle();
    }

    /** The places that its volume can be used from, as the node affinity of its PersistentVolume says: key=value. */
    List<String> places() {
        return awaitBound().getSpec().getNodeAffinity().getRequired().getNodeSelectorTerms().stream()
                .flatMap(term -> term.getMatchExpressions().stream())
                .flatMap(expression -> expression.getValues().stream().map(value -> expression.getKey() + "=" + value))
                .sorted()
                .toList();
    }

    String awaitEvent(String text) {
        return story.awaitEvent("PersistentVolumeClaim", name, text);
    }

    void awaitCondition(String type) {
        Patience.USUAL.until(
                "claim " + name + " to have the condition " + type,
                () -> get().stream()
                        .flatMap(claim -> claim.getStatus().getConditions().stream())
                        .anyMatch(condition -> condition.getType().equals(type)),
                this::seen);
    }

    void awaitCapacity(String size) {
        Quantity wanted = new Quantity(size);
        Patience.USUAL.until(
                "claim " + name + " to have " + size,
                () -> get().map(claim -> claim.getStatus().getCapacity())
                        .map(capacity -> capacity.get("storage"))
                        .filter(wanted::equals)
                        .isPresent(),
                this::seen);
    }

    void delete() {
        resource().delete();
        awaitGone();
    }

    void beginDeletion() {
        resource().delete();
    }

    void awaitGone() {
        Patience.USUAL.until("claim " + name + " to go", () -> get().isEmpty(), this::seen);
    }

    Optional<PersistentVolumeClaim> get() {
        return Optional.ofNullable(resource().get());
    }

    private String seen() {
        return get().map(claim -> claim.getStatus().toString()).orElse("no claim " + name) + "\n" + story.events();
    }

    private Resource<PersistentVolumeClaim> resource() {
        return story.client().persistentVolumeClaims().inNamespace(namespace).withName(name);
    }
}
