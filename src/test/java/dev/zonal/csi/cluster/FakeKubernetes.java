package dev.zonal.csi.cluster;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.zonal.csi.kubelet.ServiceAccount;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * As much of an API server as has objects by their paths, with optimistic concurrency control, lists in pages of one, and
 * reviews of tokens; filled by a test.
 */
final class FakeKubernetes implements AutoCloseable {
    private static final String TOKEN = "of-the-controller";
    private static final String REVIEWS = "/apis/authentication.k8s.io/v1/tokenreviews";

    final List<String> questions = new CopyOnWriteArrayList<>();
    private final Map<String, ObjectNode> objects = new TreeMap<>();
    private final Map<String, List<String>> lists = new ConcurrentHashMap<>();
    private final Map<String, String> tokens = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private final ServiceAccount account;
    private volatile Runnable beforeTheNextWrite = () -> {};
    private int revision;

    FakeKubernetes(Path folder) throws IOException {
        Files.writeString(folder.resolve("token"), TOKEN);
        Files.writeString(folder.resolve("namespace"), "zonal");
        account = new ServiceAccount(folder);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    ApiClient client() {
        return new ApiClient(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), account);
    }

    /** @param text with single quotes, to be read more easily */
    static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text.replace('\'', '"'));
    }

    synchronized void put(String path, String json) {
        store(path, (ObjectNode) json(json));
    }

    synchronized JsonNode object(String path) {
        return Optional.<JsonNode>ofNullable(objects.get(path)).orElseThrow();
    }

    /** @param items what is listed under that path, whatever the selector; one on each page */
    void list(String path, String... items) {
        lists.put(path, List.of(items));
    }

    /** @param status of the review of that token for the audience of controllers */
    void token(String token, String status) {
        tokens.put(token, status);
    }

    /** Something else happens once a write has arrived and is not done yet. */
    void beforeTheNextWrite(Runnable other) {
        beforeTheNextWrite = other;
    }

    private synchronized void store(String path, ObjectNode object) {
        revision++;
        ObjectNode metadata =
                object.has("metadata") ? (ObjectNode) object.path("metadata") : object.putObject("metadata");
        metadata.put("resourceVersion", String.valueOf(revision));
        objects.put(path, object);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        questions.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            send(exchange, 401, "{}");
        } else if (exchange.getRequestMethod().equals("PUT")) {
            Runnable other = beforeTheNextWrite;
            beforeTheNextWrite = () -> {};
            other.run();
            send(exchange, written(path, (ObjectNode) JsonMapper.shared().readTree(body)), "{}");
        } else if (path.equals(REVIEWS)) {
            send(exchange, 201, reviewed(JsonMapper.shared().readTree(body).path("spec")));
        } else if (lists.containsKey(path)) {
            send(exchange, 200, page(path, exchange.getRequestURI().getQuery()));
        } else {
            Optional<String> found = read(path);
            send(exchange, found.isPresent() ? 200 : 404, found.orElse("{'message': 'not found'}".replace('\'', '"')));
        }
    }

    private synchronized Optional<String> read(String path) {
        return Optional.ofNullable(objects.get(path)).map(JsonNode::toString);
    }

    private synchronized int written(String path, ObjectNode object) {
        String seen = object.path("metadata").path("resourceVersion").asString("");
        if (!objects.containsKey(path)) {
            return 404;
        }
        if (!seen.equals(object(path).path("metadata").path("resourceVersion").asString(""))) {
            return 409;
        }
        store(path, object);
        return 200;
    }

    private String reviewed(JsonNode spec) {
        String known = tokens.getOrDefault(spec.path("token").asString(""), "{'authenticated': false}");
        return json("{'status': " + known + "}").toString();
    }

    private String page(String path, String query) {
        List<String> items = lists.getOrDefault(path, List.of());
        String token = query.replaceAll(".*continue=", "");
        int at = token.isEmpty() ? 0 : Integer.parseInt(token);
        String next = at + 1 < items.size() ? String.valueOf(at + 1) : "";
        String item = at < items.size() ? items.get(at) : "";
        return json("{'metadata': {'continue': '" + next + "'}, 'items': [" + item + "]}")
                .toString();
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
