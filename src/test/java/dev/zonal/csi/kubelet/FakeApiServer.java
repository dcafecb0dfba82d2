package dev.zonal.csi.kubelet;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** As much of an API server as has nodes with labels, and asks for a token. */
final class FakeApiServer implements AutoCloseable {
    static final String TOKEN = "a-token";

    /** A question that it got. */
    record Question(String path, Headers headers) {}

    final List<Question> questions = new CopyOnWriteArrayList<>();
    private final Map<String, Map<String, String>> nodes = new ConcurrentHashMap<>();
    private final HttpServer server;
    private final AtomicInteger failuresLeft = new AtomicInteger();
    private volatile int failure;

    private FakeApiServer(HttpServer server) {
        this.server = server;
        server.createContext("/api/v1/nodes/", this::node);
        server.start();
    }

    static FakeApiServer start() throws IOException {
        return start(HttpServer.create(somewhere(), 0));
    }

    static FakeApiServer start(HttpServer server) {
        return new FakeApiServer(server);
    }

    static InetSocketAddress somewhere() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    URI address(String scheme) {
        return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort());
    }

    void label(String node, Map<String, String> labels) {
        nodes.put(node, labels);
    }

    /** The next questions are answered with this status. */
    void fail(int status, int times) {
        failure = status;
        failuresLeft.set(times);
    }

    private void node(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        questions.add(new Question(path, exchange.getRequestHeaders()));
        String name = path.substring("/api/v1/nodes/".length());
        boolean known = ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
        if (failuresLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            answer(exchange, failure, "{}");
        } else if (!known) {
            answer(exchange, 401, "{}");
        } else if (nodes.containsKey(name)) {
            answer(exchange, 200, object(nodes.get(name)));
        } else {
            answer(exchange, 404, "{}");
        }
    }

    private static String object(Map<String, String> labels) {
        return labels.entrySet().stream()
                .map(label -> "\"" + label.getKey() + "\":\"" + label.getValue() + "\"")
                .collect(Collectors.joining(
                        ",", "{\"kind\":\"PartialObjectMetadata\",\"metadata\":{\"labels\":{", "}}}"));
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
        server.stop(0);
    }
}
