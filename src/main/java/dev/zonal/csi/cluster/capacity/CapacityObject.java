package dev.zonal.csi.cluster.capacity;

import dev.zonal.csi.model.ByteSize;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A CSIStorageCapacity object: on every node with the label of that bucket, a volume of that class may be as large as the
 * bucket. Nothing of it ever changes, so there is nothing to update.
 *
 * @param owner the uid of the Lease that it belongs to, with which it goes
 */
record CapacityObject(String type, String label, Bucket bucket, String owner) {
    static final String DRIVER = "csi.storage.k8s.io/drivername";
    static final String PUBLISHER = "csi.storage.k8s.io/managed-by";

    /** What stands in the label that says who publishes an object. */
    static final String OURS = "zonal";

    /** The same for the same content: two who publish at once make no double. */
    String name() {
        String content = String.join("\n", type, label, bucket.toString(), owner);
        return "csisc-" + UUID.nameUUIDFromBytes(content.getBytes(StandardCharsets.UTF_8));
    }

    JsonNode json(String driver, String lease) {
        ObjectNode object = JsonMapper.shared().createObjectNode();
        object.put("apiVersion", "storage.k8s.io/v1").put("kind", "CSIStorageCapacity");
        ObjectNode metadata = object.putObject("metadata").put("name", name());
        metadata.putObject("labels").put(DRIVER, driver).put(PUBLISHER, OURS);
        metadata.putArray("ownerReferences")
                .addObject()
                .put("apiVersion", "coordination.k8s.io/v1")
                .put("kind", "Lease")
                .put("name", lease)
                .put("uid", owner);
        object.put("storageClassName", type);
        object.putObject("nodeTopology").putObject("matchLabels").put(label, bucket.toString());
        // The scheduler takes the second where it is there, and who knows it not the first.
        return object.put("capacity", bucket.toString()).put("maximumVolumeSize", bucket.toString());
    }

    /** Whether that object is this one, to the last detail that matters. */
    boolean is(JsonNode found) {
        JsonNode labels = found.path("nodeTopology").path("matchLabels");
        return found.path("metadata").path("name").asString("").equals(name())
                && found.path("storageClassName").asString("").equals(type)
                && labels.size() == 1
                && found.path("nodeTopology").path("matchExpressions").isEmpty()
                && labels.path(label).asString("").equals(bucket.toString())
                && size(found.path("capacity")).equals(Optional.of(bucket.size()))
                && size(found.path("maximumVolumeSize")).equals(Optional.of(bucket.size()));
    }

    private static Optional<ByteSize> size(JsonNode quantity) {
        try {
            return Optional.of(ByteSize.parse(quantity.asString("")));
        } catch (IllegalArgumentException other) {
            return Optional.empty();
        }
    }
}
