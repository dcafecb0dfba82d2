package dev.zonal.csi.cloud.console;

import dev.zonal.csi.cloud.CloudException;
import dev.zonal.csi.cloud.console.States.State;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * All browsers that watch (publish and subscribe): each gets every new state, as fast as it reads. While somebody watches, it
 * is looked several times a second whether the cloud has changed, which asks the cloud itself only where it has or something
 * is under way; while nobody does, nothing is done. All on the event loop, but for the making of a state.
 */
final class Viewers {
    private static final Duration PACE = Duration.ofMillis(200);
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final int MOST = 32;

    private final States states;
    private final EventLoop loop;
    private final Executor makers;
    private final Map<Channel, Viewer> watching = new LinkedHashMap<>();
    private State latest = State.NONE;
    private boolean making;
    private @Nullable Future<?> looking;
    private @Nullable Future<?> beating;

    /** @param makers make the states, and may wait for the cloud */
    Viewers(States states, EventLoop loop, Executor makers) {
        this.states = states;
        this.loop = loop;
        this.makers = makers;
    }

    /** Whether there is no room for one more. */
    boolean isFull() {
        return watching.size() >= MOST;
    }

    /** Sends states on that connection from now on, until it ends. */
    void add(Channel connection) {
        Viewer viewer = new Viewer(connection);
        watching.put(connection, viewer);
        connection.closeFuture().addListener(_ -> remove(connection));
        if (looking == null) {
            latest = State.NONE;
            looking = loop.scheduleAtFixedRate(this::look, 0, PACE.toMillis(), TimeUnit.MILLISECONDS);
            beating = loop.scheduleAtFixedRate(
                    () -> watching.values().forEach(Viewer::beat),
                    HEARTBEAT.toMillis(),
                    HEARTBEAT.toMillis(),
                    TimeUnit.MILLISECONDS);
        } else if (!latest.document().isEmpty()) {
            viewer.show(latest.document());
        }
    }

    /** That connection takes bytes again. */
    void writable(Channel connection) {
        Viewer viewer = watching.get(connection);
        if (viewer != null) {
            viewer.caughtUp(latest.document());
        }
    }

    private void remove(Channel connection) {
        watching.remove(connection);
        if (watching.isEmpty() && looking != null && beating != null) {
            looking.cancel(false);
            beating.cancel(false);
            looking = null;
            beating = null;
        }
    }

    private void look() {
        if (making || !states.maybeLeft(latest)) {
            return;
        }
        making = true;
        try {
            makers.execute(this::make);
        } catch (RejectedExecutionException stopping) {
            making = false;
        }
    }

    /** A cloud that does not answer now is asked again by the next look. */
    private void make() {
        try {
            State state = states.now();
            loop.execute(() -> made(state));
        } catch (CloudException unanswered) {
            loop.execute(() -> making = false);
        }
    }

    private void made(State state) {
        making = false;
        boolean isNew = state.differsFrom(latest);
        latest = state;
        if (isNew) {
            watching.values().forEach(viewer -> viewer.show(state.document()));
        }
    }
}
