package dev.zonal.csi;

import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.client.EverydayCalls;
import dev.zonal.csi.config.Endpoint;
import dev.zonal.csi.host.Commands;
import dev.zonal.csi.host.ProcessCommands;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Who calls in a rehearsal, in a process of its own: a client's classes are of no use to a driver, and what the process
 * that rehearses loads is loaded by every start.
 */
final class RehearsalCalls {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** What is called; behind the names stands nothing that would have to be loaded to say one. */
    enum Part {
        MAKE,
        CLEAR_AWAY,
        SCRAPE
    }

    private RehearsalCalls() {}

    /**
     * Makes these calls, and waits for their end.
     *
     * @param where the socket, or the port of the metrics
     */
    static Commands.Result make(Part part, Object where) {
        return new ProcessCommands()
                .run(
                        PATIENCE,
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                RehearsalCalls.class.getName(),
                                part.name(),
                                where.toString()));
    }

    public static void main(String[] arguments) throws IOException {
        String where = arguments[1];
        switch (Part.valueOf(arguments[0])) {
            case MAKE -> call(where, EverydayCalls::make);
            case CLEAR_AWAY -> call(where, EverydayCalls::clearAway);
            case SCRAPE -> scrape(Integer.parseInt(where));
        }
    }

    private static void call(String socket, Consumer<CsiClient> calls) {
        try (CsiClient client = CsiClient.connect(new Endpoint(Path.of(socket)), PATIENCE)) {
            calls.accept(client);
        }
    }

    private static void scrape(int port) throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.getOutputStream().write("GET /metrics HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
        }
    }
}
