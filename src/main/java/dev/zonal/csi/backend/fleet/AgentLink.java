package dev.zonal.csi.backend.fleet;

import dev.zonal.csi.backend.AgentStatus;
import dev.zonal.csi.backend.HomeState;
import dev.zonal.csi.concurrent.Backoff;
import dev.zonal.csi.fleet.AgentSession;
import dev.zonal.csi.fleet.Report;
import dev.zonal.csi.model.StorageException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One agent: follows its reports on a virtual thread of its own, and knows whether it can be asked. Where it can't, it comes
 * back to it after a pause, for ever.
 */
final class AgentLink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AgentLink.class);

    private final String node;
    private final String driver;
    private final AgentSession.Dialer dialer;
    private final AgentView view;
    private final Routes routes;
    private final Backoff backoff;
    private final InstantSource clock;
    private final CompletableFuture<Boolean> decided = new CompletableFuture<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Optional<AgentSession> session = Optional.empty();
    private volatile Optional<String> version = Optional.empty();
    private volatile HomeState.Away away;

    /** @param driver the name of the driver that has to be there */
    AgentLink(
            String node,
            String driver,
            AgentSession.Dialer dialer,
            AgentView view,
            Routes routes,
            Backoff backoff,
            InstantSource clock) {
        this.node = node;
        this.driver = driver;
        this.dialer = dialer;
        this.view = view;
        this.routes = routes;
        this.backoff = backoff;
        this.clock = clock;
        this.away = new HomeState.Away(node, "it was not reached yet since this controller's start", clock.instant());
    }

    /** Follows it from now on. */
    void start() {
        Thread.ofVirtual().name("agent-" + node).start(this::follow);
    }

    private void follow() {
        while (closed.getCount() > 0) {
            try (AgentSession next = dialer.dial()) {
                next.watch(report -> take(next, report));
                lost("its reports ended");
            } catch (StorageException failed) {
                lost(String.valueOf(failed.getMessage()));
            } catch (RuntimeException unforeseen) {
                LOG.atError().addKeyValue("node", node).setCause(unforeseen).log("what an agent says can't be used");
                lost("what it says can't be used: " + unforeseen);
            }
            pause();
        }
    }

    private void take(AgentSession from, Report report) {
        if (closed.getCount() == 0) {
            throw new StorageException.Unavailable("the driver is stopping");
        }
        if (report instanceof Report.Hello hello) {
            greet(hello);
            view.begin();
            version = Optional.of(hello.version());
            session = Optional.of(from);
            backoff.reset();
            LOG.atInfo()
                    .addKeyValue("node", node)
                    .addKeyValue("version", hello.version())
                    .log("agent is there");
        }
        view.take(report);
        if (report instanceof Report.Homes homes) {
            routes.set(this, homes.homes());
            if (closed.getCount() == 0) {
                // It left in this moment.
                routes.remove(this);
            }
        }
        if (view.isWhole()) {
            decided.complete(true);
        }
    }

    /** Whoever answers under the address of a node has to be that node's agent. */
    private void greet(Report.Hello hello) {
        if (!hello.node().equals(node)) {
            throw new StorageException.Unavailable("node '" + hello.node() + "' answers in its place");
        }
        if (!hello.driver().equals(driver)) {
            throw new StorageException.Unavailable(
                    "it serves the driver '" + hello.driver() + "', and this controller '" + driver + "'");
        }
    }

    private void lost(String reason) {
        boolean wasThere = session.isPresent();
        Instant since = wasThere ? clock.instant() : away.since();
        boolean isNews = wasThere || !away.reason().equals(reason);
        away = new HomeState.Away(node, reason, since);
        session = Optional.empty();
        decided.complete(false);
        if (isNews && closed.getCount() > 0) {
            LOG.atWarn().addKeyValue("node", node).addKeyValue("reason", reason).log("agent is away");
        }
    }

    private void pause() {
        try {
            var _ = closed.await(backoff.next().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            closed.countDown();
        }
    }

    /** Done when everything of it is known, or it is known that it can't be asked. */
    CompletableFuture<Boolean> decided() {
        return decided;
    }

    String node() {
        return node;
    }

    AgentView view() {
        return view;
    }

    /** That it can't be asked now; empty where it can. */
    Optional<HomeState.Away> away() {
        return session.isPresent() ? Optional.empty() : Optional.of(away);
    }

    /** How it is, with the pools that it has reported last. */
    AgentStatus status() {
        Optional<HomeState.Away> now = away();
        return new AgentStatus(node, version, now, view.isWhole(), view.pools(now));
    }

    /** Why not all is known of what it has. */
    HomeState.Away unknown() {
        return away().orElseGet(
                        () -> new HomeState.Away(node, "it is still reporting what it has; try again", away.since()));
    }

    /** @throws StorageException.Unavailable at once, where it can't be asked */
    AgentSession session() {
        return session.orElseThrow(() -> away.refusal());
    }

    /** It is no agent of this fleet any more: what is known of it is forgotten. */
    void leave() {
        close();
        view.end(routes.remove(this));
        LOG.atInfo().addKeyValue("node", node).log("agent has left the fleet");
    }

    @Override
    public void close() {
        closed.countDown();
        session.ifPresent(AgentSession::close);
    }
}
