package dev.zonal.csi.kubelet;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The API server, as far as the driver needs it: one GET of a node's metadata. A client for all of Kubernetes would cost
 * every node tens of megabytes.
 */
public final class ApiServer implements NodeLabels {
    private static final Duration CONNECT = Duration.ofSeconds(20);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    /** The labels alone, without the node's long status. */
    private static final String METADATA = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";

    private static final JsonFactory JSON = new JsonFactory();

    private final URI address;
    private final ServiceAccount account;

    ApiServer(URI address, Path serviceAccount) {
        this.address = address;
        this.account = new ServiceAccount(serviceAccount);
    }

    /**
     * As every pod finds it.
     *
     * @param environment the process's variables
     * @throws KubernetesException where this is no pod
     */
    public static ApiServer ofPod(Map<String, String> environment) {
        return new ApiServer(
                ServiceAccount.apiServer(
                        environment,
                        "--topology-from-labels: KUBERNETES_SERVICE_HOST is not set; only in a pod of a"
                                + " cluster are there labels to read, elsewhere say --topology"),
                ServiceAccount.ofPod().folder());
    }

    @Override
    public Answer ask(String node) {
        // Asked for minutes apart: between two questions neither threads nor connections are kept.
        try (HttpClient client = account.client(address, CONNECT)) {
            HttpRequest request = account.request(address, "/api/v1/nodes/" + node)
                    .timeout(ANSWER)
                    .header("Accept", METADATA)
                    .build();
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            return answer(node, response.statusCode(), response.body());
        } catch (IOException failed) {
            return new Away(address + ": " + failed);
        } catch (GeneralSecurityException | JacksonException unusable) {
            return new Refused(address + " is not understood: " + unusable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Away("interrupted");
        }
    }

    private Answer answer(String node, int status, String body) {
        return switch (status) {
            case 200 -> new Found(labels(body));
            case 401 -> new Refused(address + " does not know this service account (401)");
            case 403 ->
                new Refused("this service account may not read the node '" + node
                        + "' (403); it needs a role with the verb get on nodes");
            case 404 ->
                new Refused("Kubernetes has no node '" + node
                        + "' (404); --node-id has to be the node's name (spec.nodeName of the pod)");
            case 408, 429 -> new Away(address + " is busy (" + status + ")");
            default ->
                status >= 500
                        ? new Away(address + " fails (" + status + ")")
                        : new Refused(address + " answers with " + status);
        };
    }

    private static Map<String, String> labels(String body) {
        Map<String, String> labels = new HashMap<>();
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), body)) {
            if (entered(json, "metadata") && entered(json, "labels")) {
                while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                    String key = json.currentName();
                    json.nextToken();
                    labels.put(key, json.getString());
                }
            }
        }
        return labels;
    }

    /** Goes into that member of the object at hand, where it has one; what stands before it is passed by. */
    private static boolean entered(JsonParser json, String member) {
        if (json.currentToken() == null) {
            json.nextToken();
        }
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean found = json.currentName().equals(member);
            boolean object = json.nextToken() == JsonToken.START_OBJECT;
            if (found && object) {
                return true;
            }
            json.skipChildren();
        }
        return false;
    }
}
