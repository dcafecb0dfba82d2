package dev.zonal.csi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.backend.AgentStatus;
import dev.zonal.csi.backend.fleet.FleetBackend;
import dev.zonal.csi.config.ControlAddress;
import dev.zonal.csi.config.ControlAddress.Tcp;
import dev.zonal.csi.model.StorageException;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A controller learns of agents that come, go and move without a start of its own. */
@Timeout(60)
@ExtendWith(QuietLogs.class)
class FleetAgentsTest {
    private volatile Optional<Map<String, Optional<ControlAddress>>> there =
            Optional.of(Map.of("n1", at(1), "n2", at(2)));

    private final AtomicInteger looks = new AtomicInteger();

    private final FleetAgents agents = new FleetAgents(
            this::look,
            (node, _) -> () -> {
                throw new StorageException.Unavailable("nobody is there");
            },
            Duration.ofMillis(5));
    private final FleetBackend backend =
            new FleetBackend("local.csi.zonal.dev", agents.first(), InstantSource.system(), new SplittableRandom(7));

    private static Optional<ControlAddress> at(int port) {
        return Optional.of(new Tcp("10.0.0.1", port));
    }

    private Map<String, Optional<ControlAddress>> look() throws IOException {
        looks.incrementAndGet();
        return there.orElseThrow(() -> new IOException("no route to host"));
    }

    @AfterEach
    void end() {
        agents.close();
        backend.close();
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("not within 20 s").isLessThan(end);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private List<String> nodes() {
        return backend.status().stream().map(AgentStatus::node).sorted().toList();
    }

    @Test
    void theyComeAndGoAndMove() {
        agents.follow(backend);
        assertThat(nodes()).containsExactly("n1", "n2");

        there = Optional.of(Map.of("n2", at(22), "n3", Optional.empty()));

        await(() -> nodes().equals(List.of("n2", "n3")));
        assertThat(agents.where("n2")).isEqualTo(at(22));
        assertThat(agents.where("n3")).isEmpty();
        assertThat(agents.where("n1")).isEmpty();
    }

    @Test
    void thoseSeenLastStayWhereTheyCanNotBeLookedFor() {
        agents.follow(backend);

        there = Optional.empty();
        int before = looks.get();
        await(() -> looks.get() > before + 2);

        assertThat(nodes()).containsExactly("n1", "n2");
        assertThat(agents.where("n1")).isEqualTo(at(1));
        there = Optional.of(Map.of("n1", at(1)));
        await(() -> nodes().equals(List.of("n1")));
    }

    @Test
    void aStartWaitsForThemAndNotForEver() {
        there = Optional.empty();

        assertThatThrownBy(agents::first)
                .isInstanceOf(StorageException.Unavailable.class)
                .hasMessageContaining("no route to host");
    }
}
