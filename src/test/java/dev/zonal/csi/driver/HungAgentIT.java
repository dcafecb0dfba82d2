package dev.zonal.csi.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zonal.csi.client.CallFailed;
import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.config.Endpoint;
import dev.zonal.csi.host.RealHost;
import dev.zonal.csi.v1.CreateVolumeRequest;
import dev.zonal.csi.v1.DeleteVolumeRequest;
import dev.zonal.csi.v1.ListVolumesRequest;
import dev.zonal.csi.v1.Topology;
import dev.zonal.csi.v1.TopologyRequirement;
import dev.zonal.csi.v1.Volume;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An agent whose process stands still: its connections are open, and nobody answers. */
@RealHost
@Timeout(180)
final class HungAgentIT {
    private static final int PASSING = 100;

    private RealFleet fleet;
    private CsiClient client;

    @BeforeEach
    void start() throws Exception {
        fleet = new RealFleet(List.of("n1", "n2", "n3"), 1, _ -> List.of());
        client = fleet.controllers().getFirst().client();
    }

    @AfterEach
    void end() throws Exception {
        fleet.agent("n1").goOn();
        client.close();
        fleet.close();
    }

    @Test
    void itIsNamedAndHoldsUpNobodyElseAndNothingIsDoubledWhenItGoesOn() throws Exception {
        Volume there = create(at("there", "r1"));
        Duration usual = slowestOfMost("usual");
        fleet.agent("n1").stop();

        // The first place of all that may have it is on n1.
        CompletableFuture<Volume> stuck =
                CompletableFuture.supplyAsync(() -> create(Workload.volume("stuck", 16, Workload.block())));
        Duration meanwhile = slowestOfMost("meanwhile");
        assertThat(meanwhile)
                .as("most calls to healthy nodes, beside %s before", usual)
                .isLessThan(usual.multipliedBy(2));
        assertThat(stuck)
                .as("a call that waits for n1, when others are long done")
                .isNotDone();
        try (CsiClient hasty =
                CsiClient.connect(new Endpoint(fleet.controllers().getFirst().socket()), Duration.ofSeconds(1))) {
            assertThatExceptionOfType(CallFailed.class)
                    .isThrownBy(() -> create(hasty, at("hasty", "r1")))
                    .satisfies(failed -> assertThat(failed.codeName()).isEqualTo("DEADLINE_EXCEEDED"))
                    .havingCause()
                    .withMessageContaining("node 'n1'");
        }

        assertThat(stuck)
                .failsWithin(30, TimeUnit.SECONDS)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(CallFailed.class)
                .withMessageContaining("node 'n1'")
                .satisfies(
                        failed -> assertThat(((CallFailed) failed).codeName()).isEqualTo("UNAVAILABLE"));
        assertUnavailableAtOnce(Workload.volume("stuck", 16, Workload.block()), "may have been made already");
        assertUnavailableAtOnce(at("hasty", "r1"), "may have been made already");
        assertThatExceptionOfType(CallFailed.class)
                .isThrownBy(() -> delete(there))
                .withMessageContaining("node 'n1' can't be asked");
        assertThat(listed()).containsExactly(there.getVolumeId());
        Volume elsewhere = create(Workload.volume("elsewhere", 16, Workload.block()));

        fleet.agent("n1").goOn();
        Volume stuckAfterAll = retried(Workload.volume("stuck", 16, Workload.block()));
        Volume hastyAfterAll = retried(at("hasty", "r1"));

        assertThat(listed())
                .containsExactlyInAnyOrder(
                        there.getVolumeId(),
                        elsewhere.getVolumeId(),
                        stuckAfterAll.getVolumeId(),
                        hastyAfterAll.getVolumeId());
        assertThat(stuckAfterAll.getAccessibleTopologyList()).isEqualTo(there.getAccessibleTopologyList());
    }

    /** Creations and deletions on the healthy nodes: how long a tenth of them took at least. */
    private Duration slowestOfMost(String name) {
        List<Duration> taken = new ArrayList<>();
        for (int i = 0; i < PASSING; i++) {
            long begun = System.nanoTime();
            delete(create(at(name + "-" + i, i % 2 == 0 ? "r2" : "r3")));
            taken.add(Duration.ofNanos(System.nanoTime() - begun));
        }
        return taken.stream().sorted().skip(PASSING * 9 / 10).findFirst().orElseThrow();
    }

    private static CreateVolumeRequest.Builder at(String name, String rack) {
        return Workload.volume(name, 16, Workload.block())
                .setAccessibilityRequirements(TopologyRequirement.newBuilder()
                        .addRequisite(Topology.newBuilder().putSegments("topology.local.csi.zonal.dev/rack", rack)));
    }

    private Volume create(CreateVolumeRequest.Builder request) {
        return create(client, request);
    }

    private static Volume create(CsiClient caller, CreateVolumeRequest.Builder request) {
        return caller.controller().createVolume(request.build()).getVolume();
    }

    private void delete(Volume volume) {
        client.controller()
                .deleteVolume(DeleteVolumeRequest.newBuilder()
                        .setVolumeId(volume.getVolumeId())
                        .build());
    }

    private void assertUnavailableAtOnce(CreateVolumeRequest.Builder request, String sentence) {
        long begun = System.nanoTime();
        assertThatExceptionOfType(CallFailed.class)
                .isThrownBy(() -> create(request))
                .withMessageContaining(sentence)
                .withMessageContaining("node 'n1'")
                .satisfies(failed -> assertThat(failed.codeName()).isEqualTo("UNAVAILABLE"));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
    }

    /** As every caller of CSI does. */
    private Volume retried(CreateVolumeRequest.Builder request) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (true) {
            try {
                return create(request);
            } catch (CallFailed failed) {
                if (System.nanoTime() > end
                        || !List.of("UNAVAILABLE", "ABORTED").contains(failed.codeName())) {
                    throw failed;
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }

    private List<String> listed() {
        return client.controller().listVolumes(ListVolumesRequest.getDefaultInstance()).getEntriesList().stream()
                .map(entry -> entry.getVolume().getVolumeId())
                .toList();
    }
}
