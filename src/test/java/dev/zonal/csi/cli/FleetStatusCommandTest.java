package dev.zonal.csi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import dev.zonal.csi.v1.FleetNode;
import dev.zonal.csi.v1.FleetNode.State;
import dev.zonal.csi.v1.FleetPool;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class FleetStatusCommandTest extends DriverTest {
    private void threeNodes() {
        driver.maintenance.add(FleetNode.newBuilder()
                .setNodeId("n1")
                .setState(State.HERE)
                .setVersion("1.2.3")
                .addPools(pool("nvme", "serving").setAvailableBytes(5L << 30))
                .addPools(pool("hdd", "sick").setReason("pool 'hdd' can't be used: its disk is gone")));
        driver.maintenance.add(FleetNode.newBuilder()
                .setNodeId("n2")
                .setState(State.AWAY)
                .setAwaySince(Timestamp.newBuilder().setSeconds(1_767_225_600))
                .setReason("no route to\nhost")
                .setVersion("1.2.2")
                .addPools(pool("nvme", "away").setReason("node 'n2' can't be asked")));
        driver.maintenance.add(FleetNode.newBuilder().setNodeId("n3").setState(State.REPORTING));
    }

    private static FleetPool.Builder pool(String name, String state) {
        return FleetPool.newBuilder()
                .setName(name)
                .setState(state)
                .setVolumes(3)
                .setSnapshots(1);
    }

    @Test
    void eachPoolOfEachNodeHasARow() {
        threeNodes();

        Shell.Answer answer = shell.type("fleet status");

        assertThat(answer.exitCode()).isZero();
        assertThat(answer.out().lines().map(line -> line.replaceAll(" {3,}", "|")))
                .containsExactly(
                        "NODE|STATE|VERSION|POOL|POOL STATE|AVAILABLE|VOLUMES|SNAPSHOTS|WHY",
                        "n1|here|1.2.3|nvme|serving|5Gi|3|1|-",
                        "n1|here|1.2.3|hdd|sick|0|3|1|pool 'hdd' can't be used: its disk is gone",
                        "n2|away since 2026-01-01T00:00:00Z|1.2.2|nvme|away|0|3|1|no route to\\u000ahost",
                        "n3|reporting|-|-|-|-|-|-|-");
    }

    @Test
    void programsGetTheMessage() {
        threeNodes();

        JsonNode json = json(shell.type("fleet status -o json"));

        assertThat(json.at("/nodes/1/awaySince").stringValue()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(json.at("/nodes/0/pools/0/availableBytes").longValue()).isEqualTo(5L << 30);
        assertThat(json.at("/nodes/0").has("awaySince")).isFalse();
        assertThat(shell.type("fleet status -o yaml").out()).contains("nodeId: n3");
        assertThat(shell.type("fleet status -o name").out()).isEqualTo("n1\nn2\nn3\n");
    }

    @Test
    void whoIsNoControllerOfAFleetSaysSo() {
        Shell.Answer answer = shell.type("fleet status");

        assertThat(answer.exitCode()).isEqualTo(12);
        assertThat(answer.out()).isEmpty();
        assertThat(answer.err()).startsWith("UNIMPLEMENTED: ").hasLineCount(1);
    }
}
