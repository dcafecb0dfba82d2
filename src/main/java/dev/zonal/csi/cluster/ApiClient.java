package dev.zonal.csi.cluster;

import dev.zonal.csi.kubelet.KubernetesException;
import dev.zonal.csi.kubelet.ServiceAccount;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Single requests to the API server with the pod's own token, objects as JSON. */
public final class ApiClient implements AutoCloseable {
    public static final int OK = 200;
    public static final int CREATED = 201;
    public static final int NOT_FOUND = 404;
    public static final int CONFLICT = 409;

    /** Of an object its metadata alone, without its long status. */
    private static final String METADATA = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final String CORE = "/api/v1";
    private static final String JSON = "application/json";
    private static final String MERGE_PATCH = "application/merge-patch+json";
    private static final String LIST_OF_METADATA = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";
    private static final int PAGE = 500;

    private final URI address;
    private final ServiceAccount account;
    private @Nullable HttpClient client;

    /** What was answered, whatever the status. */
    public record Answer(int status, JsonNode body) {
        /** @throws IOException where it has another status, with what the API server says of it */
        public JsonNode expect(int wanted, String what) throws IOException {
            if (status != wanted) {
                throw new IOException(
                        what + ": " + status + " " + body.path("message").asString(""));
            }
            return body;
        }
    }

    public ApiClient(URI address, ServiceAccount account) {
        this.address = address;
        this.account = account;
    }

    /**
     * As every pod finds its API server.
     *
     * @param environment the process's variables
     * @param elsewhere what to say where this is no pod
     * @throws KubernetesException where this is no pod
     */
    public static ApiClient ofPod(Map<String, String> environment, String elsewhere) {
        return new ApiClient(ServiceAccount.apiServer(environment, elsewhere), ServiceAccount.ofPod());
    }

    /** The path of a kind of objects in the pod's own namespace. */
    String own(String kind) throws IOException {
        return own(CORE, kind);
    }

    /** @param api the kind's group and version as a path, {@code /apis/storage.k8s.io/v1} */
    public String own(String api, String kind) throws IOException {
        return api + "/namespaces/" + ServiceAccount.encoded(account.namespace()) + "/" + kind;
    }

    /** The user that a service account of the pod's own namespace is. */
    public String user(String serviceAccount) throws IOException {
        return "system:serviceaccount:" + account.namespace() + ":" + serviceAccount;
    }

    Answer get(String path) throws IOException {
        return get(path, JSON);
    }

    /** @param accepted the representation that is wanted */
    private Answer get(String path, String accepted) throws IOException {
        return answer(path, request -> request.header("Accept", accepted).GET());
    }

    /**
     * All of a list, page by page.
     *
     * @param what for the sentence where it can't be had
     * @param selection the query: which of them, or nothing
     */
    public void list(String what, String path, String selection, Consumer<JsonNode> taken) throws IOException {
        list(what, path, selection, JSON, taken);
    }

    /** The same of the metadata alone. */
    public void listMetadata(String what, String path, String selection, Consumer<JsonNode> taken) throws IOException {
        list(what, path, selection, LIST_OF_METADATA, taken);
    }

    private void list(String what, String path, String selection, String accepted, Consumer<JsonNode> taken)
            throws IOException {
        String token = "";
        do {
            JsonNode page = get(
                            path + "?" + selection + "&limit=" + PAGE + "&continue=" + ServiceAccount.encoded(token),
                            accepted)
                    .expect(OK, what + " can't be listed");
            page.path("items").forEach(taken);
            token = page.path("metadata").path("continue").asString("");
        } while (!token.isEmpty());
    }

    public Answer post(String path, JsonNode body) throws IOException {
        return answer(path, request -> written(request).POST(BodyPublishers.ofString(body.toString())));
    }

    Answer put(String path, JsonNode body) throws IOException {
        return answer(path, request -> written(request).PUT(BodyPublishers.ofString(body.toString())));
    }

    /** Changes what the body says, and takes away what is null in it (RFC 7386); of the object only its metadata is answered. */
    public Answer patch(String path, JsonNode body) throws IOException {
        return answer(
                path,
                request -> request.header("Accept", METADATA)
                        .header("Content-Type", MERGE_PATCH)
                        .method("PATCH", BodyPublishers.ofString(body.toString())));
    }

    public Answer delete(String path) throws IOException {
        return answer(path, request -> request.header("Accept", JSON).DELETE());
    }

    private static HttpRequest.Builder written(HttpRequest.Builder request) {
        return request.header("Accept", JSON).header("Content-Type", JSON);
    }

    private Answer answer(String path, UnaryOperator<HttpRequest.Builder> question) throws IOException {
        try {
            HttpRequest request = question.apply(account.request(address, path))
                    .timeout(ANSWER)
                    .build();
            HttpResponse<byte[]> response = client().send(request, BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), JsonMapper.shared().readTree(response.body()));
        } catch (JacksonException | GeneralSecurityException unusable) {
            throw new IOException("the API server " + address + " is not understood: " + unusable, unusable);
        } catch (IOException failed) {
            throw new IOException("the API server " + address + ": " + failed, failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    private synchronized HttpClient client() throws IOException, GeneralSecurityException {
        HttpClient made = client;
        if (made == null) {
            made = account.client(address, CONNECT);
            client = made;
        }
        return made;
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.shutdownNow();
        }
    }
}
