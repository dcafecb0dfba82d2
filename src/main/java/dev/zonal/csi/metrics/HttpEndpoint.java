package dev.zonal.csi.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** {@code /metrics}, {@code /healthz} and {@code /readyz} for those who watch over the driver. */
public final class HttpEndpoint implements AutoCloseable {
    private static final int BACKLOG = 16;
    private static final String TEXT = "text/plain; charset=utf-8";

    private final HttpServer server;
    private final ExecutorService requests;

    private HttpEndpoint(HttpServer server, ExecutorService requests) {
        this.server = server;
        this.requests = requests;
    }

    /**
     * Answers from now on.
     *
     * @throws HttpException where the address can't be had
     */
    public static HttpEndpoint start(InetSocketAddress address, PrometheusRegistry registry, Readiness readiness) {
        HttpServer server;
        try {
            server = HttpServer.create(address, BACKLOG);
        } catch (IOException failed) {
            throw new HttpException("--http: " + address + " can't be listened on: " + failed.getMessage(), failed);
        }
        PrometheusTextFormatWriter format = PrometheusTextFormatWriter.create();
        server.createContext("/metrics", exchange -> answer(exchange, "/metrics", () -> metrics(format, registry)));
        server.createContext("/healthz", exchange -> answer(exchange, "/healthz", () -> new Answer(200, TEXT, "ok\n")));
        server.createContext("/readyz", exchange -> answer(exchange, "/readyz", () -> ready(readiness.obstacle())));
        ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
        server.setExecutor(requests);
        server.start();
        return new HttpEndpoint(server, requests);
    }

    /** Where it listens; the port is a real one also where 0 was asked for. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    @Override
    public void close() {
        server.stop(0);
        requests.shutdown();
    }

    private record Answer(int status, String type, String body) {}

    @FunctionalInterface
    private interface Page {
        Answer render() throws IOException;
    }

    private static Answer ready(Optional<String> obstacle) {
        return obstacle.map(reason -> new Answer(503, TEXT, reason + "\n")).orElse(new Answer(200, TEXT, "ok\n"));
    }

    private static Answer metrics(PrometheusTextFormatWriter format, PrometheusRegistry registry) throws IOException {
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        format.write(page, registry.scrape());
        return new Answer(200, format.getContentType(), page.toString(StandardCharsets.UTF_8));
    }

    private static void answer(HttpExchange exchange, String path, Page page) throws IOException {
        try (exchange) {
            boolean known = exchange.getRequestURI().getPath().equals(path);
            boolean reads = exchange.getRequestMethod().equals("GET")
                    || exchange.getRequestMethod().equals("HEAD");
            Answer answer = !known
                    ? new Answer(404, TEXT, "no such page\n")
                    : reads ? page.render() : new Answer(405, TEXT, "only GET and HEAD\n");
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            boolean withBody = !exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(answer.status(), withBody ? body.length : -1);
            if (withBody) {
                exchange.getResponseBody().write(body);
            }
        }
    }
}
