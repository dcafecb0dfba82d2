package dev.zonal.csi.cloud.console;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultHttpContent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A browser that watches (a subscriber of server-sent events, HTML standard, section 9.2). While it does not read what it was
 * sent, nothing more is written to it: it is behind, and gets the newest state when it has read. All on the event loop.
 */
final class Viewer {
    private static final String HEARTBEAT = ":\n\n";
    private static final Duration MOST_PATIENCE = Duration.ofSeconds(60);

    private final Channel connection;
    private boolean behind;
    private long behindSince;

    Viewer(Channel connection) {
        this.connection = connection;
    }

    Channel connection() {
        return connection;
    }

    /** Gets that state, or a newer one later. */
    void show(String document) {
        if (connection.isWritable()) {
            behind = false;
            send("data: " + document + "\n\n");
        } else if (!behind) {
            behind = true;
            behindSince = System.nanoTime();
        }
    }

    /** It has read what it was sent. */
    void caughtUp(String newest) {
        if (behind) {
            show(newest);
        }
    }

    /** Finds out whether it is still there. */
    void beat() {
        if (connection.isWritable()) {
            send(HEARTBEAT);
        } else if (behind && System.nanoTime() - behindSince > MOST_PATIENCE.toNanos()) {
            var _ = connection.close();
        }
    }

    private void send(String text) {
        ByteBuf bytes = Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
        var _ = connection.writeAndFlush(new DefaultHttpContent(bytes));
    }
}
