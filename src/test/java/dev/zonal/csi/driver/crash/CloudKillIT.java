package dev.zonal.csi.driver.crash;

import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.driver.RealDriver;
import dev.zonal.csi.driver.RealDriver.Confinement;
import dev.zonal.csi.driver.Workload;
import dev.zonal.csi.host.RealHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two nodes in two zones of a cloud with workers on each, and a controller. Some of these processes get SIGKILL at a random
 * instant, nodes also with their process group or their pid namespace, again and again. What was not answered is asked again or
 * taken back; then the driver lists what was promised, the cloud has that and no more, and the data is there.
 */
@RealHost
final class CloudKillIT {
    private static final Map<String, String> ZONES = new TreeMap<>(Map.of("n1", "a", "n2", "b"));
    private static final List<Confinement> WAYS = List.of(Confinement.values());
    private static final long A_MOMENT_NANOS = 30_000_000_000L;

    /** One that is quick, so that its time is not spent here. */
    private static final String CLOUD = """
            instanceTypes: {wide: {slots: 64}}
            limits: {pendingSnapshotsPerRegion: 1000, modifications: {count: 1000, window: 1s}}
            rates: {every: {burst: 1000000, perSecond: 1000000}}
            delays:
              {create: 10ms, restore: 10ms, attach: 10ms, device: 5ms, detach: 10ms, delete: 10ms, modify: 10ms, snapshot: 50ms}
            """;

    private final Trial trial = new Trial("cloudkill", 4, 60);
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
        killAndRestart(plant);
        for (Post post : posts) {
            post.retry(plant.controller());
        }
        awaitAll(plant, trial.ledger().account());
        Listed listed = listed(plant.controller());
        for (Post post : posts) {
            post.checkContents(listed, plant.controller());
        }
        awaitAll(plant, trial.ledger().account());
        trial.ledger().forgetGone();
    }

    private void killAndRestart(CloudPlant plant) throws Exception {
        Set<RealDriver> victims = victims(plant);
        boolean controller = victims.contains(plant.controller());
        new Strike(
                        trial,
                        posts.stream()
                                .map(post -> new Strike.Presence(
                                        post, plant.controller(), controller || victims.contains(post.driver())))
                                .toList())
                .run(
                        () -> {
                            for (RealDriver victim : victims) {
                                victim.kill();
                            }
                        },
                        () -> restart(plant, victims));
    }

    /** One to all of them. */
    private Set<RealDriver> victims(CloudPlant plant) {
        List<RealDriver> all = new ArrayList<>(List.of(plant.controller()));
        posts.forEach(post -> all.add(post.driver()));
        Set<RealDriver> victims = new HashSet<>();
        int most = 1 + trial.random().nextInt(all.size());
        for (int i = 0; i < most; i++) {
            victims.add(all.get(trial.random().nextInt(all.size())));
        }
        return victims;
    }

    private void restart(CloudPlant plant, Set<RealDriver> victims) throws Exception {
        for (RealDriver victim : victims) {
            if (victim.equals(plant.controller())) {
                victim.restart();
            } else {
                victim.restart(WAYS.get(trial.random().nextInt(WAYS.size())));
            }
        }
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
                NodeTraces.checkMounts(post.driver(), workload, account.of(post.home()));
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
