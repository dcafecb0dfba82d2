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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * As much of an API server as has objects by their paths, with optimistic concurrency control, lists in pages of one, merge
 * patches, and reviews of tokens; filled by a test.
 */
public final class FakeKubernetes implements AutoCloseable {
    private static final String TOKEN = "of-the-controller";
    private static final Pattern SELECTOR = Pattern.compile("labelSelector=([^=&]+)=([^&]*)");
    private static final String REVIEWS = "/apis/authentication.k8s.io/v1/tokenreviews";

    public final List<String> questions = new CopyOnWriteArrayList<>();
    private final Map<String, ObjectNode> objects = new TreeMap<>();
    private final Set<String> collections = new HashSet<>();
    private final Map<String, List<String>> lists = new ConcurrentHashMap<>();
    private final Map<String, String> tokens = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private final ServiceAccount account;
    private volatile Runnable beforeTheNextWrite = () -> {};
    private int revision;

    public FakeKubernetes(Path folder) throws IOException {
        Files.writeString(folder.resolve("token"), TOKEN);
        Files.writeString(folder.resolve("namespace"), "zonal");
        account = new ServiceAccount(folder);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    public ApiClient client() {
        return new ApiClient(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), account);
    }

    /** @param text with single quotes, to be read more easily */
    public static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text.replace('\'', '"'));
    }

    public synchronized void put(String path, String json) {
        store(path, (ObjectNode) json(json));
    }

    public synchronized JsonNode object(String path) {
        return Optional.<JsonNode>ofNullable(objects.get(path)).orElseThrow();
    }

    /** The objects that lie right below that path are listed there, and made and removed. */
    public synchronized void collection(String path) {
        collections.add(path);
    }

    /** The objects of a collection, by name. */
    public synchronized Map<String, JsonNode> objects(String collection) {
        Map<String, JsonNode> found = new TreeMap<>();
        objects.forEach((path, object) -> {
            if (path.startsWith(collection + "/") && path.indexOf('/', collection.length() + 1) < 0) {
                found.put(path.substring(collection.length() + 1), object);
            }
        });
        return found;
    }

    public synchronized void remove(String path) {
        objects.remove(path);
    }

    /** What was asked for with anything but GET. */
    public List<String> writes() {
        return questions.stream()
                .filter(question -> !question.startsWith("GET"))
                .toList();
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
    public void beforeTheNextWrite(Runnable other) {
        beforeTheNextWrite = other;
    }

    private synchronized void store(String path, ObjectNode object) {
        revision++;
        ObjectNode metadata =
                object.has("metadata") ? (ObjectNode) object.path("metadata") : object.putObject("metadata");
        metadata.put("resourceVersion", String.valueOf(revision));
        if (!metadata.has("uid")) {
            metadata.put("uid", "uid-" + revision);
        }
        objects.put(path, object);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        questions.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            send(exchange, 401, "{}");
        } else if (!exchange.getRequestMethod().equals("GET") && !path.equals(REVIEWS)) {
            Runnable other = beforeTheNextWrite;
            beforeTheNextWrite = () -> {};
            other.run();
            int status = changed(exchange.getRequestMethod(), path, body);
            send(exchange, status, read(path).orElse("{}"));
        } else if (path.equals(REVIEWS)) {
            send(exchange, 201, reviewed(JsonMapper.shared().readTree(body).path("spec")));
        } else if (lists.containsKey(path) || collections.contains(path)) {
            send(exchange, 200, page(path, exchange.getRequestURI().getQuery()));
        } else {
            Optional<String> found = read(path);
            send(exchange, found.isPresent() ? 200 : 404, found.orElse("{'message': 'not found'}".replace('\'', '"')));
        }
    }

    private synchronized Optional<String> read(String path) {
        return Optional.ofNullable(objects.get(path)).map(JsonNode::toString);
    }

    private synchronized int changed(String method, String path, String body) {
        return switch (method) {
            case "PUT" -> written(path, (ObjectNode) JsonMapper.shared().readTree(body));
            case "POST" -> made(path, (ObjectNode) JsonMapper.shared().readTree(body));
            case "PATCH" -> patched(path, JsonMapper.shared().readTree(body));
            default -> objects.remove(path) == null ? 404 : 200;
        };
    }

    private int made(String collection, ObjectNode object) {
        String path = collection + "/" + object.path("metadata").path("name").asString("");
        if (!collections.contains(collection)) {
            return 404;
        }
        if (objects.containsKey(path)) {
            return 409;
        }
        store(path, object);
        return 201;
    }

    private int patched(String path, JsonNode patch) {
        if (!objects.containsKey(path)) {
            return 404;
        }
        ObjectNode object = (ObjectNode) object(path).deepCopy();
        merge(object, patch);
        store(path, object);
        return 200;
    }

    /** RFC 7386. */
    private static void merge(ObjectNode target, JsonNode patch) {
        patch.properties().forEach(change -> {
            if (change.getValue().isNull()) {
                target.remove(change.getKey());
            } else if (change.getValue().isObject()) {
                if (!target.path(change.getKey()).isObject()) {
                    target.putObject(change.getKey());
                }
                merge((ObjectNode) target.path(change.getKey()), change.getValue());
            } else {
                target.set(change.getKey(), change.getValue());
            }
        });
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
        List<String> items = collections.contains(path)
                ? objects(path).values().stream()
                        .filter(object -> isSelected(object, query))
                        .map(JsonNode::toString)
                        .toList()
                : lists.getOrDefault(path, List.of());
        String token = query.replaceAll(".*continue=", "");
        int at = token.isEmpty() ? 0 : Integer.parseInt(token);
        String next = at + 1 < items.size() ? String.valueOf(at + 1) : "";
        String item = at < items.size() ? items.get(at) : "";
        return json("{'metadata': {'continue': '" + next + "'}, 'items': [" + item + "]}")
                .toString();
    }

    /** By one label and its value. */
    private static boolean isSelected(JsonNode object, String query) {
        Matcher selector = SELECTOR.matcher(query);
        return !selector.find()
                || object.path("metadata")
                        .path("labels")
                        .path(selector.group(1))
                        .asString("")
                        .equals(selector.group(2));
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
