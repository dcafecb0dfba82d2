package dev.zonal.csi.cloud.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ViewerTest {
    private final EmbeddedChannel connection = new EmbeddedChannel();
    private final Viewer viewer = new Viewer(connection);

    @AfterEach
    void close() {
        connection.finishAndReleaseAll();
    }

    private void reads(boolean reading) {
        connection.unsafe().outboundBuffer().setUserDefinedWritability(1, reading);
    }

    private String sent() {
        HttpContent content = connection.readOutbound();
        try {
            return content.content().toString(StandardCharsets.UTF_8);
        } finally {
            content.release();
        }
    }

    @Test
    void aStateIsOneEvent() {
        viewer.show("{1}");

        assertThat(sent()).isEqualTo("data: {1}\n\n");
    }

    @Test
    void whoDoesNotReadIsSentNothingMore() {
        reads(false);
        for (int state = 0; state < 1000; state++) {
            viewer.show("{" + state + "}");
        }
        viewer.beat();

        assertThat(connection.outboundMessages()).isEmpty();
        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void whoReadsAgainGetsTheNewestStateOnce() {
        reads(false);
        viewer.show("{1}");
        viewer.show("{2}");
        reads(true);

        viewer.caughtUp("{2}");
        viewer.caughtUp("{2}");

        assertThat(sent()).isEqualTo("data: {2}\n\n");
        assertThat(connection.outboundMessages()).isEmpty();
    }

    @Test
    void aBeatFindsOutWhoIsStillThere() {
        viewer.beat();

        assertThat(sent()).isEqualTo(":\n\n");
    }
}
