package dev.zonal.csi.driver.crash;

import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.cloud.FaultEffect;
import dev.zonal.csi.cloud.FaultPlan;
import dev.zonal.csi.cloud.PlannedFault;
import dev.zonal.csi.driver.RealDriver;
import dev.zonal.csi.driver.RealDriver.Confinement;
import dev.zonal.csi.driver.Workload;
import dev.zonal.csi.host.RealHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A cloud, two nodes in two zones of it with workers on each, and a controller, while calls of the cloud fail and its reads are
 * old. Some of these processes get SIGKILL at a random instant, nodes also with their process group or their pid namespace, again and again. What was not answered is asked again or
 * taken back; then the driver lists what was promised, the cloud has that and no more, and the data is there.
 */
@RealHost
final class CloudKillIT {
    private static final Map<String, String> ZONES = new TreeMap<>(Map.of("n1", "a", "n2", "b"));
    private static final List<Confinement> WAYS = List.of(Confinement.values());
    private static final long A_MOMENT_NANOS = 30_000_000_000L;

    private static final Map<FaultEffect, Double> FAULTS =
            Map.of(FaultEffect.UNAVAILABLE, 0.05, FaultEffect.TIMEOUT_AFTER_SUCCESS, 0.05, FaultEffect.INTERNAL, 0.02);

    /** One that is quick, so that its time is not spent here, and throttles the busiest calls. */
    private static final String CLOUD = """
            limits: {pendingSnapshotsPerRegion: 1000, modifications: {count: 1000, window: 1s}}
            rates: {every: {burst: 2, perSecond: 10}}
            habits: {staleReads: 3s, staleLinks: true, deviceNameReused: true, sizeShownEarly: true}
            delays:
              {create: 10ms, restore: 10ms, attach: 10ms, device: 5ms, detach: 10ms, delete: 10ms, modify: 10ms, snapshot: 50ms}
            """;

    private final Trial trial = new Trial("cloudkill", 3, 30);
    private final List<Post> posts = new ArrayList<>();

    @Test
    void noPromiseIsBroken(@TempDir Path folder) throws Exception {
        Path config = Files.writeString(folder.resolve("cloud.yaml"), CLOUD);
        try (trial;
                CloudPlant plant = new CloudPlant(config, ZONES)) {
            for (String node : ZONES.keySet()) {
                posts.add(new Post(
                        trial, node, plant.node(node), plant.place(node), Repertoire.CLOUD, plant.controller()));
            }
            for (int round = 1; round <= trial.rounds(); round++) {
                trial.explain(round, plant.logs(), () -> killAndCheck(plant));
            }
            trial.explain(trial.rounds(), plant.logs(), () -> deleteAllAndCheck(plant));
        } finally {
            posts.forEach(Post::close);
        }
    }

    private void killAndCheck(CloudPlant plant) throws Exception {
        disturb(plant);
        killAndRestart(plant);
        for (Post post : posts) {
            post.retry(plant.controller());
        }
        calm(plant);
        awaitAll(plant, trial.ledger().account());
        Listed listed = listed(plant.controller());
        for (Post post : posts) {
            post.checkContents(listed, plant.controller());
        }
        awaitAll(plant, trial.ledger().account());
        trial.ledger().forgetGone();
    }

    private static void disturb(CloudPlant plant) {
        List<PlannedFault> _ = plant.cloud().controlled(control -> {
            FAULTS.forEach((effect, probability) -> control.addFault(new FaultPlan(
                    Optional.empty(), effect, probability, Duration.ZERO, OptionalInt.empty(), Optional.empty())));
            return control.faults();
        });
    }

    private static void calm(CloudPlant plant) {
        List<PlannedFault> _ = plant.cloud().controlled(control -> {
            control.clearFaults(Optional.empty());
            return control.faults();
        });
    }

    private void killAndRestart(CloudPlant plant) throws Exception {
        List<Victim> victims = victims(plant);
        Set<Object> dead = victims.stream().map(Victim::process).collect(Collectors.toSet());
        boolean all = dead.contains(plant.cloud()) || dead.contains(plant.controller());
        new Strike(
                        trial,
                        posts.stream()
                                .map(post -> new Strike.Presence(
                                        post, plant.controller(), all || dead.contains(post.driver())))
                                .toList())
                .run(
                        () -> {
                            for (Victim victim : victims) {
                                victim.kill.run();
                            }
                        },
                        () -> {
                            for (Victim victim : victims) {
                                victim.restart.run();
                            }
                        });
    }

    private record Victim(Object process, Strike.Act kill, Strike.Act restart) {}

    /** One to all of them, in the order in which they start again: the cloud first, which the others wait for. */
    private List<Victim> victims(CloudPlant plant) {
        List<Victim> all = new ArrayList<>(List.of(
                new Victim(plant.cloud(), plant.cloud()::kill, plant.cloud()::restart),
                new Victim(plant.controller(), plant.controller()::kill, plant.controller()::restart)));
        for (Post post : posts) {
            RealDriver node = post.driver();
            all.add(new Victim(
                    node, node::kill, () -> node.restart(WAYS.get(trial.random().nextInt(WAYS.size())))));
        }
        List<Victim> some =
                all.stream().filter(_ -> trial.random().nextInt(3) == 0).toList();
        return some.isEmpty() ? List.of(all.get(trial.random().nextInt(all.size()))) : some;
    }

    /** In a moment the driver lists what is in the account, and the cloud and the nodes have it. */
    private void awaitAll(CloudPlant plant, Account account) throws Exception {
        long end = System.nanoTime() + A_MOMENT_NANOS;
        while (true) {
            try {
                checkAll(plant, account);
                return;
            } catch (AssertionError notYet) {
                if (System.nanoTime() > end) {
                    throw notYet;
                }
                LockSupport.parkNanos(20_000_000);
            }
        }
    }

    private void checkAll(CloudPlant plant, Account account) throws Exception {
        listed(plant.controller()).check(account, account);
        CloudInventory.of(plant.cloud()).check(account);
        for (Post post : posts) {
            try (Workload workload = post.workload(plant.controller())) {
                NodeTraces.checkInstance(post.driver(), post.node(), workload, account.of(post.home()));
            }
        }
    }

    private static Listed listed(RealDriver controller) {
        try (CsiClient client = controller.client()) {
            return Listed.by(client);
        }
    }

    private void deleteAllAndCheck(CloudPlant plant) throws Exception {
        for (Post post : posts) {
            post.deleteAll(plant.controller());
        }
        awaitAll(plant, new Account(Map.of()));
    }
}
