package dev.zonal.csi.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.zonal.csi.config.Endpoint;
import dev.zonal.csi.v1.IdentityGrpc;
import dev.zonal.csi.v1.IdentityGrpc.IdentityBlockingStub;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CallsTest {
    private final Path socket;

    CallsTest(@TempDir Path directory) {
        socket = directory.resolve("csi.sock");
    }

    @Test
    void aDriverThatGoesInTheMomentOfACallIsUnavailable() {
        Status atTheSocket = Status.UNKNOWN.withDescription("channel closed").withCause(new ClosedChannelException());

        CallFailed failed = failureOf(atTheSocket);

        assertThat(failed.codeName()).isEqualTo("UNAVAILABLE");
        assertThat(failed).hasMessageContaining(socket.toString());
    }

    @Test
    void whatTheDriverItselfDoesNotKnowStaysUnknown() {
        CallFailed failed = failureOf(Status.UNKNOWN.withDescription("never seen before"));

        assertThat(failed.codeName()).isEqualTo("UNKNOWN");
        assertThat(failed).hasMessage("never seen before");
    }

    private CallFailed failureOf(Status status) {
        Channel channel = new NoChannel();
        Calls.Connection connection =
                new Calls.Connection(Served.DRIVER, channel, Endpoint.parse("unix://" + socket), Duration.ofSeconds(1));
        Calls<IdentityBlockingStub> calls = new Calls<>(IdentityGrpc.newBlockingStub(channel), connection);
        return catchThrowableOfType(
                CallFailed.class,
                () -> calls.call(_ -> {
                    throw status.asRuntimeException();
                }));
    }

    private static final class NoChannel extends Channel {
        @Override
        public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
            throw new AssertionError("no call is to be made");
        }

        @Override
        public String authority() {
            return "nobody";
        }
    }
}
