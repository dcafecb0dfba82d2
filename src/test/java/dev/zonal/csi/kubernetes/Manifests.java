package dev.zonal.csi.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The manifests of one folder of deploy/examples: the very files that a person applies. */
record Manifests(Path folder) {
    private static final Set<String> OF_THE_CLUSTER =
            Set.of("Namespace", "PersistentVolume", "StorageClass", "VolumeSnapshotClass", "VolumeSnapshotContent");

    static Manifests of(String story) {
        return new Manifests(Path.of("deploy", "examples", story));
    }

    /** The objects of a file, with values where it says {@code ${NAME}}. */
    List<HasMetadata> read(KubernetesClient client, String file, Map<String, String> values) {
        try {
            String text = Files.readString(folder.resolve(file));
            for (Map.Entry<String, String> value : values.entrySet()) {
                text = text.replace("${" + value.getKey() + "}", value.getValue());
            }
            if (text.contains("${")) {
                throw new IllegalArgumentException(file + " has more to fill in than " + values.keySet());
            }
            return client.load(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                    .items();
        } catch (IOException missing) {
            throw new IllegalArgumentException("no manifest " + folder.resolve(file), missing);
        }
    }

    static boolean isOfTheCluster(HasMetadata object) {
        return OF_THE_CLUSTER.contains(object.getKind());
    }
}
