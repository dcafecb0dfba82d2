package dev.zonal.csi.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ListeningProcessTest {
    @TempDir
    Path folder;

    @Test
    void isTheOneThatListens() throws Exception {
        Path socket = folder.resolve("csi.sock");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));

            assertThat(ListeningProcess.of(socket)).hasValueSatisfying(process -> {
                assertThat(process.pid()).isEqualTo(ProcessHandle.current().pid());
                assertThat(process.command()).isNotEmpty();
            });
        }
    }

    @Test
    void isNoneWhereNobodyListens() throws Exception {
        Path socket = folder.resolve("csi.sock");
        assertThat(ListeningProcess.of(socket)).isEmpty();
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(socket));
        }
        assertThat(ListeningProcess.of(socket)).isEmpty();
        assertThat(ListeningProcess.of(Files.writeString(folder.resolve("file"), "no socket")))
                .isEmpty();
    }

    /** It says what it knows, or nothing, and never waits. */
    @Test
    void aListenerThatIsTooBusyToAcceptKeepsNobodyWaiting() throws Exception {
        Path socket = folder.resolve("csi.sock");
        try (ServerSocketChannel busy = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            busy.bind(UnixDomainSocketAddress.of(socket), 1);
            for (int i = 0; i < 5; i++) {
                ListeningProcess.of(socket);
            }
        }
        assertThat(ListeningProcess.of(socket)).isEmpty();
    }

    @Test
    void aCommandIsWhatAPersonWouldHaveTyped() {
        assertThat(ListeningProcess.command(List.of("java", "-Xmx1m", "-jar", "zonal.jar", "serve", "--pool", "/p")))
                .isEqualTo("zonal.jar serve --pool /p");
        assertThat(ListeningProcess.command(List.of("socat", "UNIX-LISTEN:a\nb")))
                .isEqualTo("socat UNIX-LISTEN:a?b");
        assertThat(ListeningProcess.command(List.of("x".repeat(1000))))
                .hasSize(161)
                .endsWith("…");
    }

    @Test
    void isNamedInASentence() {
        assertThat(new ListeningProcess(7, "socat")).hasToString("process 7 (socat)");
        assertThat(new ListeningProcess(7, "")).hasToString("process 7");
        assertThat(new ListeningProcess(0, "")).hasToString("a process outside of this container");
    }
}
