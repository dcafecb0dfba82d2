package dev.zonal.csi.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.backend.AgentStatus;
import dev.zonal.csi.backend.AgentStatus.PoolStatus;
import dev.zonal.csi.backend.HomeState;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.v1.FleetNode;
import dev.zonal.csi.v1.FleetNode.State;
import dev.zonal.csi.v1.FleetPool;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FleetStatusMessagesTest {
    private static final HomeState.Away AWAY =
            new HomeState.Away("n1", "its connection broke", Instant.ofEpochSecond(1_767_225_600, 5));

    private static FleetNode message(Optional<HomeState.Away> away, boolean whole, HomeState pool) {
        return FleetStatusMessages.message(List.of(new AgentStatus(
                        "n1",
                        Optional.of("1.2.3"),
                        away,
                        whole,
                        List.of(new PoolStatus("nvme", pool, ByteSize.ofGibibytes(2), 3, 1)))))
                .getNodes(0);
    }

    @Test
    void anAgentThatIsThereWithAPoolThatServes() {
        assertThat(message(Optional.empty(), true, new HomeState.Serving("nvme")))
                .isEqualTo(FleetNode.newBuilder()
                        .setNodeId("n1")
                        .setState(State.HERE)
                        .setVersion("1.2.3")
                        .addPools(FleetPool.newBuilder()
                                .setName("nvme")
                                .setState("serving")
                                .setAvailableBytes(2L << 30)
                                .setVolumes(3)
                                .setSnapshots(1))
                        .build());
    }

    @Test
    void anAgentOfWhichNotAllIsKnownYet() {
        assertThat(message(Optional.empty(), false, new HomeState.Serving("nvme"))
                        .getState())
                .isEqualTo(State.REPORTING);
    }

    @Test
    void anAgentThatIsAwayWithWhatWasKnownOfIt() {
        FleetNode node = message(Optional.of(AWAY), true, AWAY);

        assertThat(node.getState()).isEqualTo(State.AWAY);
        assertThat(node.getReason()).isEqualTo("its connection broke");
        assertThat(node.getAwaySince().getSeconds()).isEqualTo(1_767_225_600);
        assertThat(node.getPools(0).getState()).isEqualTo("away");
        assertThat(node.getPools(0).getReason()).isEqualTo(AWAY.sentence());
    }
}
