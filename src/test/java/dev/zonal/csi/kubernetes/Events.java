package dev.zonal.csi.kubernetes;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What Kubernetes tells its users of their objects. */
final class Events {
    private Events() {}

    /** The messages of the events of one object. */
    static Stream<String> messages(KubernetesClient client, String namespace, String kind, String name) {
        return client
                .v1()
                .events()
                .inNamespace(namespace)
                .withField("involvedObject.name", name)
                .list()
                .getItems()
                .stream()
                .filter(event -> kind.equals(event.getInvolvedObject().getKind()))
                .map(event -> Optional.ofNullable(event.getMessage()).orElse(""));
    }

    /** All events of a namespace, a line each, the last ones last. */
    static String all(KubernetesClient client, String namespace) {
        return client.v1().events().inNamespace(namespace).list().getItems().stream()
                .sorted(Comparator.comparing(event -> event.getMetadata().getCreationTimestamp()))
                .map(Events::line)
                .collect(Collectors.joining("\n"));
    }

    private static String line(Event event) {
        return "  " + event.getInvolvedObject().getKind() + " "
                + event.getInvolvedObject().getName() + " " + event.getReason() + ": " + event.getMessage();
    }
}
