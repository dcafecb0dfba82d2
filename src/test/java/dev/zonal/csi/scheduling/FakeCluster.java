package dev.zonal.csi.scheduling;

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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** As much of an API server as has objects by their paths, lists of pods in small pages, and a token; filled by a test. */
final class FakeCluster implements AutoCloseable {
    private static final String TOKEN = "a-token";
    private static final int PAGE = 2;

    final List<String> questions = new CopyOnWriteArrayList<>();
    private final Map<String, JsonNode> objects = new ConcurrentSkipListMap<>();
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private final ServiceAccount account;
    private volatile String hanging = "nothing";
    private volatile String hangingMidway = "nothing";

    FakeCluster(Path folder) throws IOException {
        Files.writeString(folder.resolve("token"), TOKEN + "\n");
        account = new ServiceAccount(folder);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    PodViews views(Duration budget) {
        return new PodViews(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                account,
                "local.csi.zonal.dev",
                budget);
    }

    /** @param json with single quotes, to be read more easily */
    void put(String path, String json) {
        objects.put(path, json(json));
    }

    static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text.replace('\'', '"'));
    }

    /** A claim in the namespace shop. */
    void claim(String name, String selectedNode, String spec) {
        put("/api/v1/namespaces/shop/persistentvolumeclaims/" + name, """
                {'metadata': {'name': '%s', 'annotations': {'volume.kubernetes.io/selected-node': '%s'}}, 'spec': {%s}}
                """.formatted(name, selectedNode, spec));
    }

    /** A pod in the namespace shop that uses those claims. */
    void pod(String name, List<String> claims, String spec) {
        String volumes = claims.stream()
                .map(claim -> "{'name': 'v-%s', 'persistentVolumeClaim': {'claimName': '%s'}}".formatted(claim, claim))
                .collect(Collectors.joining(", "));
        put("/api/v1/namespaces/shop/pods/" + name, """
                {'metadata': {'name': '%s'}, 'spec': {'volumes': [%s]%s}, 'status': {'phase': 'Pending'}}
                """.formatted(name, volumes, spec.isEmpty() ? "" : ", " + spec));
    }

    void node(String name, String labels, String spec) {
        put("/api/v1/nodes/" + name, """
                {'metadata': {'name': '%s', 'labels': {%s}}, 'spec': {%s}, 'status': {'allocatable': {'cpu': '2', 'memory': \
                '4Gi', 'pods': '10'}}}
                """.formatted(name, labels, spec));
    }

    /** Whatever has that in its path is answered with that status. */
    void fail(String part, int status) {
        failures.put(part, status);
    }

    /** Whatever has that in its path is answered when the test is over. */
    void hang(String part) {
        hanging = part;
    }

    /** Of whatever has that in its path, the answer begins and ends when the test is over. */
    void hangMidway(String part) {
        hangingMidway = part;
    }

    private void answer(HttpExchange exchange) throws IOException {
        URI asked = exchange.getRequestURI();
        questions.add(asked.toString());
        if (asked.getPath().contains(hanging)) {
            await();
        }
        if (asked.getPath().contains(hangingMidway)) {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            await();
        }
        int refusal = failures.entrySet().stream()
                .filter(failure -> asked.getPath().contains(failure.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(0);
        if (refusal > 0) {
            answer(exchange, refusal, "{}");
        } else if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer(exchange, 401, "{}");
        } else if (asked.getPath().endsWith("/pods")) {
            answer(exchange, 200, page(asked).toString());
        } else if (objects.containsKey(asked.getPath())) {
            answer(exchange, 200, objects.get(asked.getPath()).toString());
        } else {
            answer(exchange, 404, "{}");
        }
    }

    private void await() {
        try {
            released.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private JsonNode page(URI asked) {
        Map<String, String> query = new TreeMap<>();
        for (String part : asked.getQuery().split("&", -1)) {
            query.put(part.substring(0, part.indexOf('=')), part.substring(part.indexOf('=') + 1));
        }
        String node = query.getOrDefault("fieldSelector", "").replace("spec.nodeName=", "");
        List<JsonNode> all = new ArrayList<>();
        objects.forEach((path, object) -> {
            boolean here = asked.getPath().equals("/api/v1/pods")
                    ? path.contains("/pods/")
                    : path.startsWith(asked.getPath() + "/");
            if (here
                    && (node.isEmpty()
                            || object.path("spec").path("nodeName").asString("").equals(node))) {
                all.add(object);
            }
        });
        int from = Integer.parseInt(query.getOrDefault("continue", "0"));
        int to = Math.min(all.size(), from + PAGE);
        String token = to < all.size() ? Integer.toString(to) : "";
        return json("{'metadata': {'continue': '%s'}, 'items': []}".formatted(token))
                        instanceof tools.jackson.databind.node.ObjectNode list
                ? list.set("items", JsonMapper.shared().createArrayNode().addAll(all.subList(from, to)))
                : json("{}");
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        released.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
