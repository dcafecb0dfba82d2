package dev.zonal.csi.scheduling;

import dev.zonal.csi.kubelet.ServiceAccount;
import dev.zonal.csi.model.ObjectId;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.VolumeId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** The other claims of the pods: where their volumes are, or from what those will be made. */
final class OtherClaims {
    private final ApiReader api;
    private final String namespace;
    private final String driver;
    private final Map<String, JsonNode> volumes = new TreeMap<>();
    private final Map<String, String> foreign = new TreeMap<>();
    private final Map<String, ObjectId> sources = new HashMap<>();
    private final Map<String, String> waiting = new TreeMap<>();

    /** @param driver the name of this driver: volumes of others are made by others */
    OtherClaims(ApiReader api, String namespace, String driver) {
        this.api = api;
        this.namespace = namespace;
        this.driver = driver;
    }

    void look(String name) {
        api.object("claim " + name, claimPath(name)).ifPresent(claim -> {
            String volume = claim.path("spec").path("volumeName").asString("");
            if (!volume.isEmpty()) {
                api.object("PersistentVolume " + volume, volumePath(volume))
                        .ifPresent(found -> volumes.put(name, found));
            } else {
                unbound(name, claim);
            }
        });
    }

    private void unbound(String name, JsonNode claim) {
        String maker = provisioner(claim);
        if (maker.equals(driver)) {
            copied(name, claim);
        } else if (!maker.isEmpty()) {
            foreign.put(name, maker);
        }
    }

    /** What can't be read decides nothing; what is not there yet will be, somewhere. */
    private void copied(String name, JsonNode claim) {
        JsonNode spec = claim.path("spec");
        JsonNode from = spec.path("dataSource").isObject() ? spec.path("dataSource") : spec.path("dataSourceRef");
        String kind = from.path("kind").asString("");
        if (!kind.equals("VolumeSnapshot") && !kind.equals("PersistentVolumeClaim")) {
            return;
        }
        String source = from.path("name").asString("");
        int doubtsBefore = api.doubts().size();
        Optional<ObjectId> found = kind.equals("VolumeSnapshot") ? snapshot(source) : volume(source);
        if (found.isPresent()) {
            sources.put(name, found.get());
        } else if (api.doubts().size() == doubtsBefore) {
            waiting.put(name, kind + " " + source);
        }
    }

    /** From what volumes that are not made yet will be made by this driver, by the names of their claims. */
    Map<String, ObjectId> sources() {
        return sources;
    }

    /**
     * Why the pods can't run on a node because of a volume of theirs.
     *
     * @param chosen whether the scheduler has chosen that node for them, so that what is not made yet is made there
     */
    Optional<String> obstacle(JsonNode node, boolean chosen) {
        for (Map.Entry<String, JsonNode> volume : volumes.entrySet()) {
            JsonNode required =
                    volume.getValue().path("spec").path("nodeAffinity").path("required");
            if (!NodeTerms.areMet(required, node)) {
                return Optional.of("its claim " + volume.getKey() + " has its volume elsewhere");
            }
        }
        Optional<String> notThereYet = waiting.entrySet().stream()
                .findFirst()
                .map(claim -> "its claim " + claim.getKey() + " waits for its source, " + claim.getValue());
        if (notThereYet.isPresent() || chosen) {
            return notThereYet;
        }
        return foreign.entrySet().stream()
                .findFirst()
                .map(claim -> "its claim " + claim.getKey() + " has no volume yet, and " + claim.getValue()
                        + " may make it elsewhere");
    }

    private String provisioner(JsonNode claim) {
        String type = claim.path("spec").path("storageClassName").asString("");
        return type.isEmpty()
                ? ""
                : api.object("StorageClass " + type, classPath(type))
                        .map(found -> found.path("provisioner").asString(""))
                        .orElse("");
    }

    private Optional<ObjectId> snapshot(String name) {
        return api.object(
                        "VolumeSnapshot " + name,
                        "/apis/snapshot.storage.k8s.io/v1/namespaces/" + ServiceAccount.encoded(namespace)
                                + "/volumesnapshots/" + ServiceAccount.encoded(name))
                .map(found -> found.path("status")
                        .path("boundVolumeSnapshotContentName")
                        .asString(""))
                .filter(content -> !content.isEmpty())
                .flatMap(content -> api.object(
                        "VolumeSnapshotContent " + content,
                        "/apis/snapshot.storage.k8s.io/v1/volumesnapshotcontents/" + ServiceAccount.encoded(content)))
                .flatMap(content -> SnapshotId.parse(
                        content.path("status").path("snapshotHandle").asString("")));
    }

    private Optional<ObjectId> volume(String claim) {
        return api.object("claim " + claim, claimPath(claim))
                .map(found -> found.path("spec").path("volumeName").asString(""))
                .filter(volume -> !volume.isEmpty())
                .flatMap(volume -> api.object("PersistentVolume " + volume, volumePath(volume)))
                .flatMap(volume -> VolumeId.parse(
                        volume.path("spec").path("csi").path("volumeHandle").asString("")));
    }

    private String claimPath(String name) {
        return "/api/v1/namespaces/" + ServiceAccount.encoded(namespace) + "/persistentvolumeclaims/"
                + ServiceAccount.encoded(name);
    }

    private static String volumePath(String name) {
        return "/api/v1/persistentvolumes/" + ServiceAccount.encoded(name);
    }

    static String classPath(String name) {
        return "/apis/storage.k8s.io/v1/storageclasses/" + ServiceAccount.encoded(name);
    }
}
