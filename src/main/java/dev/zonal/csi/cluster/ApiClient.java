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
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Single requests to the API server with the pod's own token, objects as JSON. */
public final class ApiClient implements AutoCloseable {
    static final int OK = 200;
    static final int CREATED = 201;
    static final int NOT_FOUND = 404;
    static final int CONFLICT = 409;

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final String JSON = "application/json";

    private final URI address;
    private final ServiceAccount account;
    private @Nullable HttpClient client;

    /** What was answered, whatever the status. */
    record Answer(int status, JsonNode body) {
        /** @throws IOException where it has another status, with what the API server says of it */
        JsonNode expect(int wanted, String what) throws IOException {
            if (status != wanted) {
                throw new IOException(
                        what + ": " + status + " " + body.path("message").asString(""));
            }
            return body;
        }
    }

    ApiClient(URI address, ServiceAccount account) {
        this.address = address;
        this.account = account;
    }

    /**
     * As every pod finds its API server.
     *
     * @param environment the process's variables
     * @throws KubernetesException where this is no pod
     */
    public static ApiClient ofPod(Map<String, String> environment) {
        return new ApiClient(
                ServiceAccount.apiServer(
                        environment,
                        "--agents kubernetes:ACCOUNT: KUBERNETES_SERVICE_HOST is not set; only in a pod of a cluster are"
                                + " there pods to look for, elsewhere list the agents"),
                ServiceAccount.ofPod());
    }

    /** The path of a kind of objects in the pod's own namespace. */
    String own(String kind) throws IOException {
        return "/api/v1/namespaces/" + ServiceAccount.encoded(account.namespace()) + "/" + kind;
    }

    /** The user that a service account of the pod's own namespace is. */
    public String user(String serviceAccount) throws IOException {
        return "system:serviceaccount:" + account.namespace() + ":" + serviceAccount;
    }

    Answer get(String path) throws IOException {
        return get(path, JSON);
    }

    /** @param accepted the representation that is wanted */
    Answer get(String path, String accepted) throws IOException {
        return answer(path, request -> request.header("Accept", accepted).GET());
    }

    Answer post(String path, JsonNode body) throws IOException {
        return answer(path, request -> written(request).POST(BodyPublishers.ofString(body.toString())));
    }

    Answer put(String path, JsonNode body) throws IOException {
        return answer(path, request -> written(request).PUT(BodyPublishers.ofString(body.toString())));
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
