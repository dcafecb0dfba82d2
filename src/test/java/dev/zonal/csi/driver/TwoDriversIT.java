package dev.zonal.csi.driver;

import static dev.zonal.csi.driver.Workload.mount;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.client.CallFailed;
import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.host.RealHost;
import dev.zonal.csi.v1.ListVolumesRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One pool has one driver at a time, and calls that are on their way when it goes end and can be repeated. */
@RealHost
@Timeout(300)
final class TwoDriversIT {
    private static final int CALLERS = 16;

    @Test
    void aSecondDriverOnAPoolIsRefusedUntilTheFirstOneHasGone() throws Exception {
        try (RealDriver driver = RealDriver.start()) {
            String refusal = secondStart(driver, "second.sock");

            assertThat(refusal).contains("pool 'default'").contains("another process has it open");
            driver.kill();
            driver.restart();
            try (CsiClient client = driver.client()) {
                assertThat(client.identity().probe().getReady().getValue()).isTrue();
            }
        }
    }

    @Test
    void aSecondDriverOnASocketIsToldWhichProcessHasIt() throws Exception {
        try (RealDriver driver = RealDriver.start()) {
            assertThat(secondStart(driver, driver.socket().getFileName().toString()))
                    .contains("process " + driver.pid() + " (")
                    .contains("zonal.jar serve")
                    .contains("listens on " + driver.socket() + "; stop it or choose another --endpoint");
        }
    }

    /** What a second driver with that socket says when it ends. */
    private static String secondStart(RealDriver driver, String socket) throws Exception {
        Process second = new ProcessBuilder(
                        "./zonal",
                        "serve",
                        "--endpoint",
                        "unix://" + driver.folder().resolve(socket),
                        "--run-dir",
                        driver.folder().resolve("second").toString(),
                        "--node-id",
                        "n1",
                        "--pool",
                        driver.folder().resolve("pool.img").toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(second.waitFor()).isEqualTo(1);
        return said;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void callsOnTheirWayEndWithUnavailableAndTheirRetryWorks(boolean gently) throws Exception {
        try (RealDriver driver = RealDriver.start()) {
            CountDownLatch busy = new CountDownLatch(CALLERS);
            Set<String> made = new ConcurrentSkipListSet<>();
            Set<String> unanswered = new ConcurrentSkipListSet<>();
            Set<String> codes = new ConcurrentSkipListSet<>();
            List<Thread> callers = IntStream.range(0, CALLERS)
                    .mapToObj(number -> Thread.ofPlatform()
                            .start(() -> createUntilRefused(driver, number, busy, made, unanswered, codes)))
                    .toList();
            busy.await();

            if (gently) {
                assertThat(driver.terminate()).isZero();
            } else {
                driver.kill();
            }
            for (Thread caller : callers) {
                caller.join();
            }
            driver.restart();

            assertThat(codes).containsExactly("UNAVAILABLE");
            try (Workload retry = new Workload(driver)) {
                unanswered.forEach(name -> made.add(create(retry, name)));
                Set<String> listed = new TreeSet<>();
                retry.client()
                        .controller()
                        .listVolumes(ListVolumesRequest.getDefaultInstance())
                        .getEntriesList()
                        .forEach(entry -> listed.add(entry.getVolume().getVolumeId()));
                assertThat(unanswered).hasSize(CALLERS);
                assertThat(listed).isEqualTo(made);
            }
        }
    }

    /** Makes one volume after the other; of the last call nobody knows how it ended. */
    private static void createUntilRefused(
            RealDriver driver,
            int number,
            CountDownLatch busy,
            Set<String> made,
            Set<String> unanswered,
            Set<String> codes) {
        try (Workload workload = new Workload(driver)) {
            for (int i = 0; ; i++) {
                String name = number + "-" + i;
                unanswered.add(name);
                made.add(create(workload, name));
                unanswered.remove(name);
                if (i == 2) {
                    busy.countDown();
                }
            }
        } catch (CallFailed refused) {
            codes.add(refused.codeName());
        }
    }

    private static String create(Workload workload, String name) {
        return workload.create(name, 16, mount("ext4")).getVolumeId();
    }
}
