package dev.zonal.csi.tracing;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A stand-in for a collector of OpenTelemetry: takes OTLP over HTTP on this machine, and keeps what it got. */
public final class FakeCollector implements AutoCloseable {
    private static final int NOT_FOUND = 404;
    private static final int OK = 200;

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    /** A span as it came. */
    public record Received(String service, String trace, String id, String parent, String name) {}

    public FakeCollector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> answer(exchange, NOT_FOUND));
        server.createContext("/v1/traces", exchange -> {
            take(UnknownFieldSet.parseFrom(exchange.getRequestBody()));
            answer(exchange, OK);
        });
        server.start();
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public List<Received> spans() {
        return List.copyOf(received);
    }

    /** By the numbers of the fields of opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest. */
    private void take(UnknownFieldSet request) throws IOException {
        for (UnknownFieldSet ofResource : messages(request, 1)) {
            String service = attribute(messages(ofResource, 1).getFirst(), "service.name");
            for (UnknownFieldSet ofScope : messages(ofResource, 2)) {
                for (UnknownFieldSet span : messages(ofScope, 2)) {
                    received.add(new Received(service, hex(span, 1), hex(span, 2), hex(span, 4), text(span, 5)));
                }
            }
        }
    }

    private static String attribute(UnknownFieldSet resource, String key) throws IOException {
        for (UnknownFieldSet attribute : messages(resource, 1)) {
            if (text(attribute, 1).equals(key)) {
                return text(messages(attribute, 2).getFirst(), 1);
            }
        }
        return "";
    }

    private static List<UnknownFieldSet> messages(UnknownFieldSet message, int field) throws IOException {
        List<UnknownFieldSet> found = new ArrayList<>();
        for (ByteString bytes : message.getField(field).getLengthDelimitedList()) {
            found.add(UnknownFieldSet.parseFrom(bytes));
        }
        return found;
    }

    private static ByteString bytes(UnknownFieldSet message, int field) {
        return message.getField(field).getLengthDelimitedList().stream()
                .findFirst()
                .orElse(ByteString.EMPTY);
    }

    private static String text(UnknownFieldSet message, int field) {
        return bytes(message, field).toStringUtf8();
    }

    private static String hex(UnknownFieldSet message, int field) {
        return HexFormat.of().formatHex(bytes(message, field).toByteArray());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
