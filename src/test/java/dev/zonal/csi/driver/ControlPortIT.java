package dev.zonal.csi.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.zonal.csi.client.CallFailed;
import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.config.ControlAddress;
import dev.zonal.csi.config.ControlTrust.TlsFiles;
import dev.zonal.csi.fleet.AgentSession;
import dev.zonal.csi.fleet.trust.CertificateAuthority;
import dev.zonal.csi.fleet.wire.AgentDialer;
import dev.zonal.csi.fleet.wire.Certificates;
import dev.zonal.csi.host.RealHost;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.server.ServerThreads;
import dev.zonal.csi.tls.Authority;
import dev.zonal.csi.v1.DeleteVolumeRequest;
import dev.zonal.csi.v1.ListVolumesRequest;
import dev.zonal.csi.v1.Topology;
import dev.zonal.csi.v1.TopologyRequirement;
import dev.zonal.csi.v1.Volume;
import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Agents and a controller that prove by certificates who they are, each a process of its own, among others who try. */
@RealHost
@Timeout(180)
final class ControlPortIT {
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    @TempDir
    private static Path folder;

    private static Authority authority;
    private static TlsFiles ofController;
    private static TlsFiles ofN1;
    private static TlsFiles ofN2;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final ServerThreads threads = new ServerThreads();

    @BeforeAll
    static void issue() throws Exception {
        authority = new Authority(folder.resolve("ca"));
        ofController = authority.issue(CertificateAuthority.CONTROLLER, folder.resolve("controller"));
        ofN1 = authority.issue("n1", folder.resolve("n1"));
        ofN2 = authority.issue("n2", folder.resolve("n2"));
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable one : opened.reversed()) {
            one.close();
        }
        threads.close();
    }

    private <T extends AutoCloseable> T closed(T one) {
        opened.add(one);
        return one;
    }

    private static String[] with(TlsFiles files, String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(Authority.arguments(files));
        return all.toArray(String[]::new);
    }

    private RealDriver agent(String node, TlsFiles files, String address, String http) throws Exception {
        return closed(RealDriver.of(node, with(files, "--mode", "node", "--control", address, "--http", http)));
    }

    private RealDriver controller(String agents) throws Exception {
        return closed(
                RealDriver.start(with(ofController, "--mode", "controller", "--backend", "fleet", "--agents", agents)));
    }

    private static Volume create(CsiClient client, String name, String node) {
        return client.controller()
                .createVolume(Workload.volume(name, 16, Workload.block())
                        .setAccessibilityRequirements(TopologyRequirement.newBuilder()
                                .addRequisite(
                                        Topology.newBuilder().putSegments("topology.local.csi.zonal.dev/node", node)))
                        .build())
                .getVolume();
    }

    private static void delete(CsiClient client, Volume volume) {
        client.controller()
                .deleteVolume(DeleteVolumeRequest.newBuilder()
                        .setVolumeId(volume.getVolumeId())
                        .build());
    }

    private static List<String> listed(CsiClient client) {
        return client.controller().listVolumes(ListVolumesRequest.getDefaultInstance()).getEntriesList().stream()
                .map(entry -> entry.getVolume().getVolumeId())
                .toList();
    }

    /** Who would like to command the agent at that address as it is told to. */
    private AgentSession intruder(String address, Optional<SslContext> tls) {
        int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
        return closed(
                new AgentDialer("n1", new ControlAddress.Tcp("127.0.0.1", port), threads.eventLoop(), tls).dial());
    }

    private Optional<SslContext> as(TlsFiles files) {
        return Optional.of(closed(Certificates.read(files)).ofController());
    }

    private static double refused(String http) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            String page = client.send(
                            HttpRequest.newBuilder(URI.create("http://" + http + "/metrics"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            return page.lines()
                    .filter(line -> line.startsWith("zonal_control_refused_total "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
                    .sum();
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    private static String log(RealDriver driver) {
        try {
            return Files.readString(driver.log());
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            LockSupport.parkNanos(10_000_000);
        }
    }

    @Test
    void whoIsNoControllerIsRefusedAndLoggedAndCounted() throws Exception {
        String address = RealDriver.freeAddress();
        String http = RealDriver.freeAddress();
        RealDriver agent = agent("n1", ofN1, address, http);
        CsiClient client = closed(controller("n1=" + address).client());
        VolumeId there = new VolumeId(create(client, "there", "n1").getVolumeId());
        Authority foreign = new Authority(folder.resolve("foreign"));
        TlsFiles foreignController = foreign.issue(CertificateAuthority.CONTROLLER, folder.resolve("theirs"));
        SslContext nameless = GrpcSslContexts.forClient()
                .trustManager(ofN1.authorities().toFile())
                .build();

        assertRefused(agent, http, intruder(address, Optional.empty()), there, "not an SSL/TLS record");
        assertRefused(agent, http, intruder(address, Optional.of(nameless)), there, "Empty client certificate chain");
        assertRefused(agent, http, intruder(address, as(ofN2)), there, "the peer is [n2], and only 'zonal-controller'");
        assertRefused(
                agent,
                http,
                intruder(
                        address,
                        as(authority.issueExpired(CertificateAuthority.CONTROLLER, folder.resolve("expired")))),
                there,
                "NotAfter");
        assertRefused(
                agent,
                http,
                intruder(
                        address,
                        as(new TlsFiles(foreignController.certificate(), foreignController.key(), ofN1.authorities()))),
                there,
                "Signature does not match");

        assertThat(listed(client)).containsExactly(there.value());
        assertThat(log(agent)).doesNotContain("PRIVATE KEY");
    }

    /** It asks for the removal of a volume, which is the worst that it could get. */
    private static void assertRefused(
            RealDriver agent, String http, AgentSession intruder, VolumeId volume, String reason) {
        double before = refused(http);

        assertThat(catchThrowable(() -> intruder.deleteVolume(volume))).isInstanceOf(StorageException.class);

        await("counted: " + reason, () -> refused(http) > before);
        await("logged: " + reason, () -> log(agent).contains(reason));
    }

    @Test
    void aNodeThatAnswersWithTheCertificateOfAnotherIsAwayAndNobodyElse() throws Exception {
        String first = RealDriver.freeAddress();
        String second = RealDriver.freeAddress();
        TlsFiles files = Authority.copied(ofN2, folder.resolve("of-the-second"));
        agent("n1", ofN1, first, RealDriver.freeAddress());
        RealDriver agent = agent("n2", files, second, RealDriver.freeAddress());
        CsiClient client = closed(controller("n1=" + first + ",n2=" + second).client());
        Volume there = create(client, "there", "n2");

        agent.terminate();
        Authority.copy(ofN1, files);
        agent.restart();

        await("the reason is told", () -> reason(client).contains("No subject alternative DNS name matching n2"));
        assertThatExceptionOfType(CallFailed.class)
                .isThrownBy(() -> delete(client, there))
                .withMessageContaining("node 'n2' can't be asked");
        delete(client, create(client, "elsewhere", "n1"));

        agent.terminate();
        Authority.copy(ofN2, files);
        agent.restart();

        await("it is believed again", () -> reason(client).isEmpty());
        delete(client, there);
        assertThat(listed(client)).isEmpty();
    }

    /** Why a node is away; empty where none is. */
    private static String reason(CsiClient client) {
        StringBuilder reasons = new StringBuilder();
        client.maintenance().fleetStatus().getNodesList().forEach(node -> reasons.append(node.getReason()));
        return reasons.toString();
    }
}
