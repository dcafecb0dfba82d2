package dev.zonal.csi.cloud.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.cloud.ApiCall;
import dev.zonal.csi.cloud.ClientToken;
import dev.zonal.csi.cloud.CloudContract;
import dev.zonal.csi.cloud.FaultEffect;
import dev.zonal.csi.cloud.InstanceId;
import dev.zonal.csi.cloud.NewDisk;
import dev.zonal.csi.cloud.NewInstance;
import dev.zonal.csi.cloud.PlannedFault;
import dev.zonal.csi.cloud.Zone;
import dev.zonal.csi.cloud.simulator.CloudBench;
import dev.zonal.csi.config.BearerToken;
import dev.zonal.csi.metrics.HttpEndpoint;
import dev.zonal.csi.metrics.HttpPages;
import dev.zonal.csi.metrics.Readiness;
import dev.zonal.csi.model.ByteSize;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The console as a browser, and whoever is none, meets it on the wire. */
@Timeout(60)
@ExtendWith(QuietLogs.class)
final class ConsoleServerTest {
    private static final String SECRET = "a-secret-that-nobody-guesses";
    private static final String ZONE_DOWN = "{\"zone\": \"a\", \"up\": false}";

    /** One for all: to end one takes a second. */
    private static final EventLoopGroup EVENT_LOOP = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());

    @TempDir
    private Path folder;

    private final CloudBench bench = new CloudBench(CloudContract.DESCRIPTION);
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private HttpEndpoint console;

    @BeforeEach
    void open() throws IOException {
        console = start(Optional.of(BearerToken.read(Files.writeString(folder.resolve("token"), SECRET + "\n"))));
    }

    private HttpEndpoint start(Optional<BearerToken> writer) {
        return ConsoleServer.start(
                new ConsoleServer.Access(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), writer, Optional.empty()),
                new ConsoleServer.Subject(bench.control(), bench.running()::changes, "1.2.3"),
                EVENT_LOOP,
                workers,
                new HttpPages(new PrometheusRegistry(), new Readiness()));
    }

    @AfterEach
    void close() {
        console.close();
        workers.close();
        bench.close();
    }

    @AfterAll
    static void end() {
        EVENT_LOOP.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /** An answer as it came: its first line and headers, and its body. */
    private record Answer(String head, String body) {
        int status() {
            return Integer.parseInt(head.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
        }
    }

    private String host() {
        return "127.0.0.1:" + console.address().getPort();
    }

    private Socket connected() throws IOException {
        return new Socket(console.address().getAddress(), console.address().getPort());
    }

    private Answer ask(String method, String path, Map<String, String> headers, String body) throws IOException {
        StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
        headers.forEach((name, value) -> request.append(name + ": " + value + "\r\n"));
        request.append("Content-Length: " + body.length() + "\r\n\r\n").append(body);
        try (Socket socket = connected()) {
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int end = answer.indexOf("\r\n\r\n");
            return new Answer(answer.substring(0, end), answer.substring(end + 4));
        }
    }

    private Answer get(String path) throws IOException {
        return ask("GET", path, Map.of("Host", host()), "");
    }

    private Map<String, String> writer() {
        return Map.of(
                "Host",
                host(),
                "Content-Type",
                "application/json",
                "Authorization",
                "Bearer " + SECRET,
                "Origin",
                "http://" + host());
    }

    private Answer control(String name, String body) throws IOException {
        return ask("POST", "/control/" + name, writer(), body);
    }

    private Map<String, String> changed(String header, String value) {
        Map<String, String> headers = new TreeMap<>(writer());
        headers.put(header, value);
        return headers;
    }

    private boolean isUp() {
        return bench.control()
                .state()
                .offer()
                .regions()
                .getFirst()
                .zones()
                .getFirst()
                .up();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/console.css",
                "/console.js",
                "/map.js",
                "/panels.js",
                "/elements.js",
                "/controls.js",
                "/icon.svg"
            })
    void everyFileOfThePageIsThereAndKeepsForeignThingsOut(String path) throws IOException {
        Answer answer = get(path);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.head())
                .contains(
                        "default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "nosniff", "no-referrer");
        assertThat(answer.body().replace("xmlns=\"http://www.w3.org/2000/svg\"", ""))
                .doesNotContain("http:", "https:", "innerHTML", "onclick=\"", "<style")
                .isNotEmpty();
    }

    @Test
    void metricsAndHealthAreBesideIt() throws IOException {
        assertThat(get("/metrics").status()).isEqualTo(200);
        assertThat(get("/readyz").body()).isEqualTo("ok\n");
        assertThat(get("/nothing").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"evil.example,421", "evil.example:PORT,421", "127.0.0.1,421", "localhost:PORT,200", "LOCALHOST:PORT,200"
    })
    void aForeignNameThatLeadsHereIsRefused(String name, int status) throws IOException {
        String called = name.replace("PORT", String.valueOf(console.address().getPort()));

        assertThat(ask("GET", "/state", Map.of("Host", called), "").status()).isEqualTo(status);
        assertThat(eventsFor("evil.example")).startsWith("HTTP/1.1 421 ");
    }

    @Test
    void aRequestWithoutANameIsRefused() throws IOException {
        assertThat(ask("GET", "/", Map.of(), "").status()).isEqualTo(421);
    }

    @Test
    void theStateIsAllThatIsThere() throws IOException {
        bench.cloud().addInstance(new NewInstance(new InstanceId("i-1"), "a", "small"), new ClientToken("1"));
        String disk = bench.cloud()
                .createDisk(NewDisk.blank("b", "standard", ByteSize.ofGibibytes(1)), new ClientToken("2"))
                .id()
                .text();

        JsonNode state = JsonMapper.shared().readTree(get("/state").body());

        assertThat(state.at("/frame/version").asString()).isEqualTo("1.2.3");
        assertThat(state.at("/cloud/regions/0/zones/1/name").asString()).isEqualTo("b");
        assertThat(state.at("/cloud/instances/0/name").asString()).isEqualTo("i-1");
        assertThat(state.at("/cloud/disks/0/id").asString()).isEqualTo(disk);
        assertThat(state.at("/cloud/disks/0/state").asString()).isEqualTo("creating");
        assertThat(state.at("/cloud/operations/0/kind").asString()).isEqualTo("creating");
        assertThat(state.at("/cloud/operations/0/object").asString()).isEqualTo(disk);
    }

    @Test
    void whoShowsTheTokenChangesTheCloud() throws IOException {
        assertThat(control("zone", ZONE_DOWN).status()).isEqualTo(200);

        assertThat(isUp()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "Authorization, Bearer another-secret-of-some-length, 401",
        "Authorization, , 401",
        "Origin, http://evil.example, 403",
        "Origin, null, 403",
        "Sec-Fetch-Site, cross-site, 403",
        "Sec-Fetch-Site, same-site, 403",
        "Content-Type, text/plain, 415",
        "Host, evil.example, 421"
    })
    void whoDoesNotOrComesFromAnotherSiteDoesNot(String header, String value, int status) throws IOException {
        Map<String, String> headers = changed(header, value == null ? "" : value);

        assertThat(ask("POST", "/control/zone", headers, ZONE_DOWN).status()).isEqualTo(status);
        assertThat(isUp()).isTrue();
    }

    @Test
    void anotherMethodChangesNothing() throws IOException {
        assertThat(ask("GET", "/control/zone", writer(), ZONE_DOWN).status()).isEqualTo(405);
        assertThat(ask("OPTIONS", "/control/zone", writer(), "").status()).isEqualTo(405);
        assertThat(isUp()).isTrue();
    }

    @Test
    void aConsoleThatOnlyShowsTakesNoToken() throws IOException {
        console.close();
        console = start(Optional.empty());

        assertThat(control("zone", ZONE_DOWN).status()).isEqualTo(403);
        assertThat(JsonMapper.shared()
                        .readTree(get("/state").body())
                        .at("/frame/writable")
                        .asBoolean())
                .isFalse();
        assertThat(isUp()).isTrue();
    }

    @Test
    void everyControlDoesWhatItsCommandDoes() throws IOException {
        bench.cloud().addInstance(new NewInstance(new InstanceId("i-1"), "a", "small"), new ClientToken("1"));

        assertThat(control("sold-out", "{\"zone\": \"a\", \"category\": \"standard\", \"soldOut\": true}")
                        .status())
                .isEqualTo(200);
        assertThat(control("fault", """
                {"call": "CreateDisk", "error": "throttled", "probability": 0.5, "latencyMillis": 20, "times": 3, "zone": "b"}
                """).status()).isEqualTo(200);
        assertThat(control("advance", "{\"seconds\": 3600}").status()).isEqualTo(200);
        assertThat(control("kill", "{\"instance\": \"i-1\"}").status()).isEqualTo(200);

        Zone zone = bench.control().state().offer().regions().getFirst().zones().getFirst();
        assertThat(zone.soldOut()).containsExactly("standard");
        PlannedFault fault = bench.control().faults().getFirst();
        assertThat(fault.plan().call()).contains(ApiCall.CREATE_DISK);
        assertThat(fault.plan().effect()).isEqualTo(FaultEffect.THROTTLED);
        assertThat(fault.plan().latency()).isEqualTo(Duration.ofMillis(20));
        assertThat(fault.plan().times()).hasValue(3);
        assertThat(bench.control().state().ahead()).isEqualTo(Duration.ofHours(1));
        assertThat(bench.control().state().instances()).isEmpty();
        assertThat(control("clear", "{\"fault\": \"" + fault.id() + "\"}").status())
                .isEqualTo(200);
        assertThat(bench.control().faults()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "zone|nonsense|400|the request is no JSON object",
                "zone|{\"up\": true}|400|'zone' has to be a text",
                "zone|{\"zone\": \"a\"}|400|'up' has to be true or false",
                "zone|{\"zone\": \"x\", \"up\": true}|400|there is no zone 'x'; there are a, b, c, d",
                "kill|{\"instance\": \"i-9\"}|404|there is no instance i-9; zonal cloud instance list shows all",
                "detach|{\"disk\": \"d-9\"}|404|there is no disk d-9; zonal cloud disk list shows all",
                "advance|{\"seconds\": 1.5}|400|'seconds' has to be a whole number",
                "fault|{\"error\": \"slow\"}|400|this fault does nothing: name an error, a latency, or both",
                "fault|{\"error\": \"sloow\"}|400|there is no error 'sloow'",
                "clear|{\"fault\": \"fault-9\"}|404|there is no fault fault-9; zonal cloud fault list shows all",
                "format|{}|404|there is no control 'format'; there are zone, sold-out, kill, detach, advance, fault, clear",
                "sold_out|{}|404|there is no control 'sold_out'; there are zone, sold-out, kill, detach, advance, fault, clear; did you mean 'sold-out'?"
            })
    void whatIsRefusedIsSaid(String name, String body, int status, String sentence) throws IOException {
        Answer answer = control(name, body);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(sentence + "\n");
    }

    @ParameterizedTest
    @FieldSource("dev.zonal.csi.cloud.console.ConsoleControls#NAMES")
    void eachNameThatIsListedIsThatOfAControl(String name) throws IOException {
        assertThat(control(name, "{}").body()).doesNotContain("there is no control");
    }

    @Test
    void aRequestWithoutEndIsCutOff() throws IOException {
        assertThat(control("zone", " ".repeat(100_000)).status()).isEqualTo(413);
    }

    /** The first line alone, since what follows may have no end. */
    private String eventsFor(String host) throws IOException {
        try (Socket socket = connected()) {
            return String.valueOf(watch(socket, host).readLine());
        }
    }

    private BufferedReader watch(Socket socket) throws IOException {
        return watch(socket, host());
    }

    private static BufferedReader watch(Socket socket, String host) throws IOException {
        socket.setSoTimeout(20_000);
        socket.getOutputStream()
                .write(("GET /events HTTP/1.1\r\nHost: " + host + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** The next state that comes. */
    private static JsonNode next(BufferedReader events) throws IOException {
        String line = events.readLine();
        while (line != null && !line.startsWith("data: ")) {
            line = events.readLine();
        }
        assertThat(line).as("the stream goes on").isNotNull();
        return JsonMapper.shared().readTree(line.substring("data: ".length()));
    }

    @Test
    void whoWatchesIsToldOfEachChange() throws IOException {
        try (Socket socket = connected()) {
            BufferedReader events = watch(socket);
            assertThat(next(events).at("/cloud/regions/0/zones/0/up").asBoolean())
                    .isTrue();

            bench.control().setZoneUp("a", false);

            assertThat(next(events).at("/cloud/regions/0/zones/0/up").asBoolean())
                    .isFalse();
        }
    }

    /** By time alone: nobody calls the cloud in between. */
    @Test
    void whoWatchesSeesADiskBecomeAvailable() throws IOException {
        bench.cloud().createDisk(NewDisk.blank("a", "standard", ByteSize.ofGibibytes(1)), new ClientToken("1"));
        try (Socket socket = connected()) {
            BufferedReader events = watch(socket);
            assertThat(next(events).at("/cloud/disks/0/state").asString()).isEqualTo("creating");

            bench.clock.advance(Duration.ofMinutes(1));

            assertThat(next(events).at("/cloud/disks/0/state").asString()).isEqualTo("available");
        }
    }

    @Test
    void moreBrowsersThanThereIsRoomForAreToldSo() throws IOException {
        List<Socket> watching = new ArrayList<>();
        try {
            for (int browser = 0; browser < 32; browser++) {
                watching.add(connected());
                next(watch(watching.getLast()));
            }

            assertThat(eventsFor(host())).startsWith("HTTP/1.1 503 ");

            watching.removeFirst().close();
            String answer = "";
            while (!answer.startsWith("HTTP/1.1 200 ")) {
                assertThat(answer).doesNotStartWith("HTTP/1.1 4");
                watching.add(connected());
                answer = watch(watching.getLast()).readLine();
            }
        } finally {
            for (Socket socket : watching) {
                socket.close();
            }
        }
    }
}
