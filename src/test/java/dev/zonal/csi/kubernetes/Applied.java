package dev.zonal.csi.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a story has put into the cluster, and its removal. Namespaces stay, emptied, until all stories are told: Kubernetes
 * waits five seconds before it removes one.
 */
final class Applied {
    private final Cluster cluster;
    private final KubernetesClient client;
    private final Set<String> namespaces = new TreeSet<>();
    private final Deque<HasMetadata> ofTheCluster = new ArrayDeque<>();

    Applied(Cluster cluster) {
        this.cluster = cluster;
        this.client = cluster.client();
    }

    /** Applies an object; one that says no namespace is for the one given. */
    void apply(HasMetadata object, String namespace) {
        if (!Manifests.isOfTheCluster(object)) {
            String place =
                    Optional.ofNullable(object.getMetadata().getNamespace()).orElse(namespace);
            client.resource(object).inNamespace(place).serverSideApply();
            return;
        }
        client.resource(object).serverSideApply();
        if (object.getKind().equals("Namespace")) {
            begin(object.getMetadata().getName());
        } else {
            ofTheCluster.push(object);
        }
    }

    private void begin(String namespace) {
        namespaces.add(namespace);
        // A pod is refused until its namespace has its service account.
        Patience.USUAL.until(
                "the service account of " + namespace,
                () -> client.serviceAccounts()
                                .inNamespace(namespace)
                                .withName("default")
                                .get()
                        != null,
                () -> "none");
    }

    /** Removes all of it, and waits until nothing is left of it: no object, and no volume or snapshot in any pool. */
    void remove() {
        Set<String> ids = ids();
        namespaces.forEach(this::deleteUsers);
        // A snapshot that is deleted while a claim wants it is looked at again only after many minutes.
        Patience.USUAL.until("pods and claims to go", () -> users().findAny().isEmpty(), () -> whatIsLeft(ids));
        namespaces.forEach(each -> Snapshots.in(client, each).delete());
        ofTheCluster.forEach(object -> client.resource(object).delete());
        Patience.USUAL.until("all of the story to go", () -> left(ids).isEmpty(), () -> whatIsLeft(ids));
        namespaces.forEach(each -> client.v1().events().inNamespace(each).delete());
    }

    private void deleteUsers(String namespace) {
        // What would make pods anew goes first; then a shell that hears no signal is not waited for.
        client.apps().statefulSets().inNamespace(namespace).delete();
        client.apps().deployments().inNamespace(namespace).delete();
        client.pods().inNamespace(namespace).withGracePeriod(1).delete();
        client.persistentVolumeClaims().inNamespace(namespace).delete();
    }

    /** The ids that the driver gave to this story's volumes and snapshots. */
    private Set<String> ids() {
        Set<String> ids = new TreeSet<>();
        volumes()
                .map(volume -> volume.getSpec().getCsi())
                .filter(Objects::nonNull)
                .forEach(csi -> ids.add(csi.getVolumeHandle()));
        contents().flatMap(content -> Snapshots.handle(content).stream()).forEach(ids::add);
        return ids;
    }

    /** Objects, and what stands behind them on any node. */
    private List<String> left(Set<String> ids) {
        List<String> objects = Stream.of(users(), snapshots(), volumes(), contents())
                .flatMap(each -> each)
                .map(object -> object.getKind() + " " + object.getMetadata().getName())
                .toList();
        return objects.isEmpty() && !ids.isEmpty()
                ? cluster.drivers().inPools().filter(ids::contains).toList()
                : objects;
    }

    private String whatIsLeft(Set<String> ids) {
        return left(ids) + "\n"
                + namespaces.stream().map(each -> Events.all(client, each)).collect(Collectors.joining("\n"))
                + cluster.nodes().stream().map(cluster.drivers()::logOf).collect(Collectors.joining("\n"));
    }

    private Stream<? extends HasMetadata> users() {
        return namespaces.stream()
                .flatMap(each -> Stream.concat(
                        client.pods().inNamespace(each).list().getItems().stream(),
                        client.persistentVolumeClaims().inNamespace(each).list().getItems().stream()));
    }

    private Stream<GenericKubernetesResource> snapshots() {
        return namespaces.stream().flatMap(each -> Snapshots.in(client, each).list().getItems().stream());
    }

    private Stream<PersistentVolume> volumes() {
        return client.persistentVolumes().list().getItems().stream()
                .filter(volume -> Optional.ofNullable(volume.getSpec().getClaimRef())
                        .filter(claim -> namespaces.contains(claim.getNamespace()))
                        .isPresent());
    }

    private Stream<GenericKubernetesResource> contents() {
        return Snapshots.contents(client).filter(content -> namespaces.contains(Snapshots.namespaceOf(content)));
    }
}
