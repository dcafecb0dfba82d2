package dev.zonal.csi.driver.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.driver.RealDriver;
import dev.zonal.csi.driver.RealDriver.Confinement;
import dev.zonal.csi.driver.RealFleet;
import dev.zonal.csi.host.RealHost;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * Three nodes with workers on each, and two controllers, of which any may be asked. Some of the five processes get SIGKILL at a
 * random instant, agents also with their process group or their pid namespace, again and again. Who is not concerned notices
 * nothing; what was not answered is asked again, of either controller, and every promise is checked.
 */
@RealHost
final class FleetKillIT {
    private static final List<String> NODES = List.of("n1", "n2", "n3");
    private static final List<Confinement> WAYS = List.of(Confinement.values());
    private static final long A_MOMENT_NANOS = 20_000_000_000L;

    private final Trial trial = new Trial("fleetkill", 4);
    private final Map<String, String> https = new HashMap<>();
    private final List<FleetPost> posts = new ArrayList<>();

    @Test
    void noPromiseIsBroken() throws Exception {
        for (String node : NODES) {
            https.put(node, RealDriver.freeAddress());
        }
        try (trial;
                RealFleet fleet = new RealFleet(NODES, 2, node -> List.of("--http", http(node)))) {
            for (String node : NODES) {
                posts.add(new FleetPost(
                        trial,
                        node,
                        fleet.agent(node),
                        http(node),
                        fleet.controllers().getFirst()));
            }
            for (int round = 1; round <= trial.rounds(); round++) {
                trial.explain(round, logs(fleet), () -> killAndCheck(fleet));
            }
            trial.explain(trial.rounds(), logs(fleet), () -> deleteAllAndCheck(fleet));
        } finally {
            posts.forEach(FleetPost::close);
        }
    }

    private String http(String node) {
        return Objects.requireNonNull(https.get(node));
    }

    private static List<RealDriver> drivers(RealFleet fleet) {
        List<RealDriver> all = new ArrayList<>(fleet.controllers());
        NODES.forEach(node -> all.add(fleet.agent(node)));
        return all;
    }

    private static List<Path> logs(RealFleet fleet) {
        return drivers(fleet).stream().map(RealDriver::log).toList();
    }

    private RealDriver anyController(RealFleet fleet) {
        return fleet.controllers().get(trial.random().nextInt(2));
    }

    private void killAndCheck(RealFleet fleet) throws Exception {
        killAndRestart(fleet);
        fleet.awaitWhole();
        for (FleetPost post : posts) {
            NodeTraces.assertNothingIsFrozen(post.agent());
            post.post().retry(anyController(fleet));
        }
        checkAll(fleet);
        for (FleetPost post : posts) {
            RealDriver controller = anyController(fleet);
            post.post().checkContents(listed(controller), controller);
        }
        checkAll(fleet);
        trial.ledger().forgetGone();
    }

    private void killAndRestart(RealFleet fleet) throws Exception {
        Set<RealDriver> victims = victims(fleet);
        List<Strike.Presence> present = new ArrayList<>();
        for (FleetPost post : posts) {
            RealDriver controller = anyController(fleet);
            boolean concerned = victims.contains(controller) || victims.contains(post.agent());
            present.add(new Strike.Presence(post.post(), controller, concerned));
        }
        new Strike(trial, present)
                .run(
                        () -> {
                            for (RealDriver victim : victims) {
                                victim.kill();
                            }
                        },
                        () -> restart(fleet, victims));
    }

    /** One to all five. */
    private Set<RealDriver> victims(RealFleet fleet) {
        List<RealDriver> all = drivers(fleet);
        Set<RealDriver> victims = new HashSet<>();
        int most = 1 + trial.random().nextInt(all.size());
        for (int i = 0; i < most; i++) {
            victims.add(all.get(trial.random().nextInt(all.size())));
        }
        return victims;
    }

    private void restart(RealFleet fleet, Set<RealDriver> victims) throws Exception {
        for (String node : NODES) {
            if (victims.contains(fleet.agent(node))) {
                fleet.agent(node).restart(WAYS.get(trial.random().nextInt(WAYS.size())));
            }
        }
        for (RealDriver controller : fleet.controllers()) {
            if (victims.contains(controller)) {
                controller.restart();
            }
        }
    }

    /** What one controller did the other knows a moment later; then both list what was promised, and the pools have it. */
    private void checkAll(RealFleet fleet) throws Exception {
        Account account = trial.ledger().account();
        long end = System.nanoTime() + A_MOMENT_NANOS;
        for (RealDriver controller : fleet.controllers()) {
            Listed listed = listed(controller);
            while (!isAsPromised(listed, account) && System.nanoTime() < end) {
                LockSupport.parkNanos(5_000_000);
                listed = listed(controller);
            }
            listed.check(account, account);
            for (FleetPost post : posts) {
                post.check(listed, controller);
            }
        }
    }

    private static boolean isAsPromised(Listed listed, Account account) {
        try {
            listed.check(account, account);
            return true;
        } catch (AssertionError notYet) {
            return false;
        }
    }

    private static Listed listed(RealDriver controller) {
        try (CsiClient client = controller.client()) {
            return Listed.by(client);
        }
    }

    private void deleteAllAndCheck(RealFleet fleet) throws Exception {
        for (FleetPost post : posts) {
            post.post().deleteAll(anyController(fleet));
        }
        Account nothing = new Account(Map.of());
        long end = System.nanoTime() + A_MOMENT_NANOS;
        for (RealDriver controller : fleet.controllers()) {
            while (!isAsPromised(listed(controller), nothing) && System.nanoTime() < end) {
                LockSupport.parkNanos(5_000_000);
            }
            Listed listed = listed(controller);
            listed.check(nothing, nothing);
            for (FleetPost post : posts) {
                post.checkEmpty(listed, controller);
                assertThat(post.offersAllAgain(controller))
                        .as("what can be promised again")
                        .isTrue();
            }
        }
    }
}
