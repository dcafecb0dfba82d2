package dev.zonal.csi.fleet.wire;

import com.google.protobuf.ByteString;
import dev.zonal.csi.fleet.AgentSession;
import dev.zonal.csi.fleet.trust.AgentKey;
import dev.zonal.csi.fleet.trust.Registration;
import dev.zonal.csi.fleet.v1.AgentAskRequestRequest;
import dev.zonal.csi.fleet.v1.AgentEnrolmentGrpc;
import dev.zonal.csi.fleet.v1.AgentEnrolmentGrpc.AgentEnrolmentBlockingStub;
import dev.zonal.csi.fleet.v1.AgentTakeCertificateRequest;
import dev.zonal.csi.fleet.v1.CertificateRequest;
import dev.zonal.csi.model.StorageException;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Reaches the agent of one node, after it has seen to its certificate: an agent that wants one is given it, where it proves
 * to be on that node.
 */
public final class EnrollingDialer implements AgentSession.Dialer {
    private static final long SECONDS_PER_CALL = 5;

    private final String node;
    private final AgentDialer dialer;
    private final Certificates own;
    private final Registration registration;
    private final Watcher watcher;

    /** Told of each certificate that was asked for. */
    public interface Watcher {
        void issued(String node);

        /** @param reason a sentence without its end, and without a secret */
        void refused(String node, String reason);
    }

    /** @param own of this controller */
    public EnrollingDialer(
            String node, AgentDialer dialer, Certificates own, Registration registration, Watcher watcher) {
        this.node = node;
        this.dialer = dialer;
        this.own = own;
        this.registration = registration;
        this.watcher = watcher;
    }

    @Override
    public AgentSession dial() {
        enrol();
        return dialer.dial();
    }

    /**
     * Gives the agent a certificate where it wants one.
     *
     * @throws StorageException.Unavailable where that can't be done now
     */
    public void enrol() {
        // Whoever answers has proved nothing yet, and learns no more than that a controller asks.
        ManagedChannel channel = dialer.connection(Optional.of(own.ofEnrolment()));
        try {
            CertificateRequest wanted = within(channel).agentAskRequest(AgentAskRequestRequest.getDefaultInstance());
            if (!wanted.getCertificate().isEmpty()) {
                X509Certificate signed = signed(wanted);
                var _ = within(channel)
                        .agentTakeCertificate(AgentTakeCertificateRequest.newBuilder()
                                .setCertificate(EnrolmentService.encoded(signed))
                                .build());
                watcher.issued(node);
            }
        } catch (StatusRuntimeException failed) {
            if (failed.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED) {
                throw new StorageException.Unavailable("it does not answer", failed);
            }
            throw AgentFailure.of(failed, "");
        } finally {
            channel.shutdownNow();
        }
    }

    private X509Certificate signed(CertificateRequest wanted) {
        try {
            return registration.sign(
                    node, new AgentKey.Request(certificate(wanted.getCertificate()), wanted.getToken()));
        } catch (GeneralSecurityException refused) {
            watcher.refused(node, String.valueOf(refused.getMessage()));
            throw new StorageException.Unavailable("it gets no certificate: " + refused.getMessage(), refused);
        } catch (IOException notNow) {
            throw new StorageException.Unavailable(
                    "whether it may get a certificate can't be asked now: " + notNow.getMessage(), notNow);
        }
    }

    private static AgentEnrolmentBlockingStub within(ManagedChannel channel) {
        return AgentEnrolmentGrpc.newBlockingStub(channel).withDeadlineAfter(SECONDS_PER_CALL, TimeUnit.SECONDS);
    }

    static X509Certificate certificate(ByteString encoded) throws CertificateException {
        return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(encoded.newInput());
    }
}
