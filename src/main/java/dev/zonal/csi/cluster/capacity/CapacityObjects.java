package dev.zonal.csi.cluster.capacity;

import dev.zonal.csi.cluster.ApiClient;
import dev.zonal.csi.kubelet.ServiceAccount;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** The CSIStorageCapacity objects of this driver in the pod's own namespace, whoever publishes them. */
final class CapacityObjects {
    private static final String API = "/apis/storage.k8s.io/v1";
    private static final String SIDECAR = "external-provisioner";

    private final ApiClient api;
    private final String driver;

    /**
     * What was found, by name.
     *
     * @param ofProvisioner what one provisioner for all nodes has published
     */
    record Found(Map<String, JsonNode> ours, Map<String, JsonNode> ofProvisioner) {}

    CapacityObjects(ApiClient api, String driver) {
        this.api = api;
        this.driver = driver;
    }

    Found look() throws IOException {
        Found found = new Found(new TreeMap<>(), new TreeMap<>());
        api.list(
                "the capacity objects",
                path(),
                "labelSelector=" + ServiceAccount.encoded(CapacityObject.DRIVER + "=" + driver),
                object -> {
                    String name = object.path("metadata").path("name").asString("");
                    String publisher = object.path("metadata")
                            .path("labels")
                            .path(CapacityObject.PUBLISHER)
                            .asString("");
                    if (publisher.equals(CapacityObject.OURS)) {
                        found.ours().put(name, object);
                    } else if (publisher.equals(SIDECAR)) {
                        found.ofProvisioner().put(name, object);
                    }
                });
        return found;
    }

    /** @return whether it is made; false where there is one of that name */
    boolean make(CapacityObject object, String lease) throws IOException {
        ApiClient.Answer answer = api.post(path(), object.json(driver, lease));
        if (answer.status() == ApiClient.CONFLICT) {
            return false;
        }
        var _ = answer.expect(ApiClient.CREATED, "a capacity object can't be made");
        return true;
    }

    void remove(String name) throws IOException {
        ApiClient.Answer answer = api.delete(path() + "/" + ServiceAccount.encoded(name));
        if (answer.status() != ApiClient.NOT_FOUND) {
            var _ = answer.expect(ApiClient.OK, "the capacity object '" + name + "' can't be removed");
        }
    }

    private String path() throws IOException {
        return api.own(API, "csistoragecapacities");
    }
}
