package dev.zonal.csi.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.v1.CreateVolumeRequest;
import dev.zonal.csi.v1.IdentityGrpc;
import dev.zonal.csi.v1.ProbeRequest;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import jnr.unixsocket.UnixSocketAddress;
import jnr.unixsocket.UnixSocketChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that want too much, or say nothing that makes sense: the others are served as before. */
@Timeout(120)
final class ConnectionsTest {
    @TempDir
    Path folder;

    @Test
    void aThousandConnectionsAreBoundedAndTheirEndIsNoticed() throws Exception {
        try (TestServer server = new TestServer(folder.resolve("csi.sock"))) {
            server.identity().probe(ProbeRequest.getDefaultInstance());
            List<UnixSocketChannel> connections = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                connections.add(connect(server.socket));
            }
            // The last one is beyond the limit: it is closed before a byte comes back.
            assertThat(connections.getLast().read(ByteBuffer.allocate(64))).isEqualTo(-1);
            server.identity().probe(ProbeRequest.getDefaultInstance());

            for (UnixSocketChannel connection : connections) {
                connection.close();
            }
            assertThat(answersANewConnection(server.socket)).isTrue();
        }
    }

    @Test
    void randomBytesHarmNobody() throws Exception {
        Random random = new Random(7);
        try (TestServer server = new TestServer(folder.resolve("csi.sock"))) {
            for (int i = 0; i < 200; i++) {
                try (UnixSocketChannel connection = connect(server.socket)) {
                    byte[] bytes = new byte[random.nextInt(2000)];
                    random.nextBytes(bytes);
                    connection.write(ByteBuffer.wrap(bytes));
                }
            }
            assertThat(server.identity()
                            .probe(ProbeRequest.getDefaultInstance())
                            .hasReady())
                    .isTrue();
        }
    }

    @Test
    void aCallThatIsCutOffAnywhereHarmsNobody() throws Exception {
        byte[] whole = Http2Exchange.bytes(Http2Exchange.headers("csi.v1.Identity/Probe"), new byte[] {0x0a, 0});
        try (TestServer server = new TestServer(folder.resolve("csi.sock"))) {
            for (int length = 0; length < whole.length; length++) {
                try (UnixSocketChannel connection = connect(server.socket)) {
                    connection.write(ByteBuffer.wrap(whole, 0, length));
                }
            }
            assertThat(answersANewConnection(server.socket)).isTrue();
        }
    }

    @Test
    void aGiantFrameEndsItsOwnConnectionAlone() throws Exception {
        try (TestServer server = new TestServer(folder.resolve("csi.sock"));
                Http2Exchange giant = new Http2Exchange(server.socket)) {
            giant.announce(0xffffff);

            assertThat(giant.receive()).containsEntry("broken off by", "GOAWAY");
            assertThat(answersANewConnection(server.socket)).isTrue();
        }
    }

    @Test
    void headersWithoutEndAreRefusedAndTheNextCallIsServed() throws Exception {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("x-much", Metadata.ASCII_STRING_MARSHALLER), "x".repeat(17 << 10));
        try (TestServer server = new TestServer(folder.resolve("csi.sock"))) {
            Channel much =
                    ClientInterceptors.intercept(server.channel(), MetadataUtils.newAttachHeadersInterceptor(headers));

            assertThatThrownBy(() -> IdentityGrpc.newBlockingStub(much).probe(ProbeRequest.getDefaultInstance()))
                    .isInstanceOf(StatusRuntimeException.class);

            assertThat(answersANewConnection(server.socket)).isTrue();
            server.identity().probe(ProbeRequest.getDefaultInstance());
        }
    }

    @Test
    void whoNeverReadsItsAnswersHoldsUpNobodyElse() throws Exception {
        try (TestServer server = new TestServer(folder.resolve("csi.sock"));
                Http2Exchange silent = new Http2Exchange(server.socket)) {
            // Far more than fits into the windows of HTTP/2 and of the socket.
            server.controller.createVolume = _ -> "x".repeat(1 << 20);
            for (int stream = 1; stream < 200; stream += 2) {
                silent.send(stream, Http2Exchange.headers("csi.v1.Controller/CreateVolume"), new byte[0]);
            }
            server.controller.createVolume = _ -> "served";

            assertThat(server.controller()
                            .createVolume(CreateVolumeRequest.getDefaultInstance())
                            .getVolume()
                            .getVolumeId())
                    .isEqualTo("served");
        }
    }

    private static UnixSocketChannel connect(Path socket) throws IOException {
        return UnixSocketChannel.open(new UnixSocketAddress(socket.toFile()));
    }

    /** The server learns of a connection's end a moment after the client does. */
    private static boolean answersANewConnection(Path socket) throws Exception {
        for (int attempt = 0; attempt < 100; attempt++) {
            try (Http2Exchange exchange = new Http2Exchange(socket)) {
                return "0"
                        .equals(exchange.call(Http2Exchange.headers("csi.v1.Identity/Probe"), new byte[0])
                                .get("grpc-status"));
            } catch (IOException stillFull) {
                Thread.sleep(20);
            }
        }
        return false;
    }
}
