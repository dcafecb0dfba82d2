package dev.zonal.csi.fleet.wire;

import com.google.protobuf.ByteString;
import dev.zonal.csi.fleet.trust.AgentKey;
import dev.zonal.csi.fleet.v1.AgentAskRequestRequest;
import dev.zonal.csi.fleet.v1.AgentEnrolmentGrpc;
import dev.zonal.csi.fleet.v1.AgentTakeCertificateRequest;
import dev.zonal.csi.fleet.v1.AgentTakeCertificateResponse;
import dev.zonal.csi.fleet.v1.CertificateRequest;
import dev.zonal.csi.model.StorageException;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

/** The service AgentEnrolment: an agent that has its certificate from controllers. */
public final class EnrolmentService extends AgentEnrolmentGrpc.AgentEnrolmentImplBase {
    private final AgentKey key;
    private final Certificates certificates;

    /** @param certificates what the agent shows, asked for again when it has got a certificate */
    public EnrolmentService(AgentKey key, Certificates certificates) {
        this.key = key;
        this.certificates = certificates;
    }

    @Override
    public void agentAskRequest(AgentAskRequestRequest asked, StreamObserver<CertificateRequest> caller) {
        CertificateRequest.Builder answer = CertificateRequest.newBuilder();
        try {
            key.request()
                    .ifPresent(request -> answer.setCertificate(encoded(request.certificate()))
                            .setToken(request.token()));
        } catch (IOException unreadable) {
            throw new StorageException.Unavailable(
                    "its service account token can't be read: " + unreadable, unreadable);
        }
        caller.onNext(answer.build());
        caller.onCompleted();
    }

    static ByteString encoded(X509Certificate certificate) {
        try {
            return ByteString.copyFrom(certificate.getEncoded());
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void agentTakeCertificate(
            AgentTakeCertificateRequest request, StreamObserver<AgentTakeCertificateResponse> caller) {
        try {
            key.accept(EnrollingDialer.certificate(request.getCertificate()));
        } catch (CertificateException unusable) {
            throw new StorageException.InvalidArgument("the certificate can't be used: " + unusable.getMessage());
        }
        certificates.loadAgain();
        caller.onNext(AgentTakeCertificateResponse.getDefaultInstance());
        caller.onCompleted();
    }
}
