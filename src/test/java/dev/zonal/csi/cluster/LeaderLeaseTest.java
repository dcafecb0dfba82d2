package dev.zonal.csi.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.host.SimulatedClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Of two controllers one leads, and never both. */
@Timeout(60)
@ExtendWith(QuietLogs.class)
final class LeaderLeaseTest {
    private static final String LEASE = "/apis/coordination.k8s.io/v1/namespaces/zonal/leases/capacity";

    @TempDir
    Path folder;

    private final AtomicLong nanos = new AtomicLong(7);
    private final SimulatedClock timeOfDay = new SimulatedClock();
    private FakeKubernetes kubernetes;
    private ApiClient client;
    private LeaderLease one;
    private LeaderLease two;

    @BeforeEach
    void begin() throws Exception {
        kubernetes = new FakeKubernetes(folder);
        kubernetes.put(LEASE, "{'metadata': {'labels': {'a': 'b'}}, 'spec': {}}");
        client = kubernetes.client();
        one = lease("one");
        two = lease("two");
    }

    @AfterEach
    void end() {
        client.close();
        kubernetes.close();
    }

    private LeaderLease lease(String identity) {
        return new LeaderLease(client, "capacity", identity, nanos::get, timeOfDay);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private String said(String field) {
        return kubernetes.object(LEASE).path("spec").path(field).asString("");
    }

    @Test
    void theFirstTakesItAndKeepsItAsLongAsItRenews() throws Exception {
        one.renew();
        for (int i = 0; i < 20; i++) {
            two.renew();
            pass(Duration.ofSeconds(2));
            one.renew();
            assertThat(one.leads()).isTrue();
            assertThat(two.leads()).isFalse();
        }
        assertThat(said("holderIdentity")).isEqualTo("one");
        assertThat(said("leaseTransitions")).isEqualTo("1");
        assertThat(said("renewTime")).matches("2026-05-04T03:02:01\\.000000Z");
        assertThat(kubernetes.object(LEASE).at("/metadata/labels/a").asString(""))
                .isEqualTo("b");
        assertThat(one.uid()).isNotEmpty();
    }

    @Test
    void whoRenewsNoMoreHasStoppedBeforeAnotherBegins() throws Exception {
        one.renew();
        two.renew();

        pass(Duration.ofMillis(9_999));
        two.renew();
        assertThat(one.leads()).isTrue();
        pass(Duration.ofMillis(1));
        assertThat(one.leads()).isFalse();
        pass(Duration.ofMillis(4_999));
        two.renew();
        assertThat(two.leads()).isFalse();

        pass(Duration.ofMillis(1));
        two.renew();
        assertThat(two.leads()).isTrue();
        assertThat(said("leaseTransitions")).isEqualTo("2");
        one.renew();
        assertThat(one.leads()).isFalse();
    }

    /** What it had seen before it looked away proves nothing. */
    @Test
    void aLeaseThatWasRenewedUnseenIsWaitedForAnew() throws Exception {
        one.renew();
        two.renew();
        for (int i = 0; i < 10; i++) {
            pass(Duration.ofSeconds(9));
            one.renew();
        }

        two.renew();

        assertThat(two.leads()).isFalse();
        assertThat(one.leads()).isTrue();
    }

    @Test
    void theTimeOfDayDecidesNothing() throws Exception {
        one.renew();
        two.renew();
        timeOfDay.advance(Duration.ofDays(1000));
        two.renew();
        assertThat(two.leads()).isFalse();

        timeOfDay.advance(Duration.ofDays(-2000));
        one.renew();
        two.renew();

        assertThat(one.leads()).isTrue();
        assertThat(two.leads()).isFalse();
        assertThat(said("renewTime")).startsWith("2023-");
    }

    @Test
    void ofTwoWhoTakeItAtOnceTheOneLeadsWhoWasFirst() throws Exception {
        kubernetes.beforeTheNextWrite(() -> {
            try {
                two.renew();
            } catch (IOException failed) {
                throw new IllegalStateException(failed);
            }
        });

        one.renew();

        assertThat(one.leads()).isFalse();
        assertThat(two.leads()).isTrue();
        assertThat(said("holderIdentity")).isEqualTo("two");
    }

    @Test
    void whoEndsWellLetsTheNextOneBegin() throws Exception {
        one.renew();
        two.renew();

        one.release();
        two.renew();

        assertThat(one.leads()).isFalse();
        assertThat(two.leads()).isTrue();
    }

    @Test
    void whoDoesNotLeadGivesNothingUp() throws Exception {
        one.renew();
        two.renew();

        two.release();

        assertThat(said("holderIdentity")).isEqualTo("one");
    }

    @Test
    void whileTheLeaseCanNotBeReachedItsTimeGoesOn() throws Exception {
        one.renew();
        kubernetes.remove(LEASE);

        assertThatThrownBy(one::renew).isInstanceOf(IOException.class).hasMessageContaining("'capacity'");
        assertThat(one.leads()).isTrue();
        pass(Duration.ofSeconds(10));
        assertThat(one.leads()).isFalse();
    }
}
