package dev.zonal.csi.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PropagationTest {
    private final NodeBench bench = new NodeBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void mountsThatNobodyElseWouldSeeAreSaidWithTheRemedy() {
        bench.host.setShared(false);

        assertThat(new Propagation(bench.host.ports(), NodeBench.KUBELET).complaint())
                .hasValueSatisfying(said -> assertThat(said)
                        .contains(NodeBench.KUBELET.toString())
                        .contains("mountPropagation: Bidirectional"));
    }

    @Test
    void aPathThatIsNoFolderOfKubeletIsNotJudged() {
        bench.host.addSymbolicLink(Path.of("/link"), NodeBench.KUBELET);
        bench.host.setShared(false);

        assertThat(new Propagation(bench.host.ports(), Path.of("/link")).complaint())
                .isEmpty();
    }

    @Test
    void sharedMountsAndAHostWithoutKubeletAreWell() {
        assertThat(new Propagation(bench.host.ports(), NodeBench.KUBELET).complaint())
                .isEmpty();
        bench.host.setShared(false);

        assertThat(new Propagation(bench.host.ports(), Path.of("/nowhere")).complaint())
                .isEmpty();
    }
}
