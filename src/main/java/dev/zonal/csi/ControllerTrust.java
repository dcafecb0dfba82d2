package dev.zonal.csi;

import dev.zonal.csi.cluster.ApiClient;
import dev.zonal.csi.cluster.AuthoritySecret;
import dev.zonal.csi.cluster.TokenReviews;
import dev.zonal.csi.config.Configuration.FleetSettings;
import dev.zonal.csi.config.ControlTrust;
import dev.zonal.csi.fleet.AgentSession;
import dev.zonal.csi.fleet.trust.ControllerKey;
import dev.zonal.csi.fleet.trust.Registration;
import dev.zonal.csi.fleet.wire.AgentDialer;
import dev.zonal.csi.fleet.wire.Certificates;
import dev.zonal.csi.fleet.wire.EnrollingDialer;
import dev.zonal.csi.metrics.EnrolmentMetrics;
import dev.zonal.csi.model.StorageException;
import io.netty.handler.ssl.SslContext;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a controller and the agents know each other, and, where the controller signs their certificates, that it does. */
final class ControllerTrust implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControllerTrust.class);

    /** A certificate is renewed within half of its life: there is time for many tries. */
    private static final Duration RENEWAL = Duration.ofMinutes(10);

    private final Optional<Certificates> certificates;
    private final Optional<Registration> registration;
    private final EnrollingDialer.Watcher watcher;
    private final Map<String, EnrollingDialer> enrolled = new ConcurrentHashMap<>();
    private final ScheduledExecutorService renewing = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("renewals").factory());

    private ControllerTrust(
            Optional<Certificates> certificates, Optional<Registration> registration, EnrollingDialer.Watcher watcher) {
        this.certificates = certificates;
        this.registration = registration;
        this.watcher = watcher;
    }

    /** @param api where there is a Kubernetes to ask */
    static ControllerTrust of(FleetSettings fleet, Optional<ApiClient> api, PrometheusRegistry registry) {
        EnrollingDialer.Watcher watcher = watcher(new EnrolmentMetrics(registry));
        ControlTrust trust = fleet.trust().orElse(null);
        return switch (trust) {
            case null -> new ControllerTrust(Optional.empty(), Optional.empty(), watcher);
            case ControlTrust.TlsFiles files ->
                new ControllerTrust(Optional.of(Certificates.read(files)), Optional.empty(), watcher);
            case ControlTrust.Authority authority ->
                signing(authority.name(), fleet.agents().account().orElseThrow(), api.orElseThrow(), watcher);
            case ControlTrust.Enrolled _ -> throw new IllegalStateException("a controller is no agent");
        };
    }

    private static ControllerTrust signing(
            String authority, String account, ApiClient api, EnrollingDialer.Watcher watcher) {
        try {
            InstantSource clock = InstantSource.system();
            ControllerKey key = new ControllerKey(new AuthoritySecret(api, authority, clock), clock);
            Registration registration = new Registration(key, new TokenReviews(api), api.user(account), clock);
            Certificates own = Certificates.of("the authority '" + authority + "'", key);
            ControllerTrust trust = new ControllerTrust(Optional.of(own), Optional.of(registration), watcher);
            var _ = trust.renewing.scheduleWithFixedDelay(
                    trust::renew, RENEWAL.toMillis(), RENEWAL.toMillis(), TimeUnit.MILLISECONDS);
            return trust;
        } catch (IOException | GeneralSecurityException unusable) {
            throw new StorageException.FailedPrecondition(
                    "the authority '" + authority + "' can't be used: " + unusable.getMessage(), unusable);
        }
    }

    private static EnrollingDialer.Watcher watcher(EnrolmentMetrics metrics) {
        return new EnrollingDialer.Watcher() {
            @Override
            public void issued(String node) {
                metrics.issued();
                LOG.atInfo().addKeyValue("node", node).log("the agent has got a certificate");
            }

            @Override
            public void refused(String node, String reason) {
                metrics.refused();
                LOG.atWarn()
                        .addKeyValue("node", node)
                        .addKeyValue("reason", reason)
                        .log("an agent was refused a certificate");
            }
        };
    }

    /** By which this controller and an agent know each other. */
    Optional<SslContext> tls() {
        return certificates.map(Certificates::ofController);
    }

    /** The same agent, given a certificate before it is asked for anything. */
    AgentSession.Dialer enrolling(String node, AgentDialer dialer) {
        if (registration.isEmpty()) {
            return dialer;
        }
        EnrollingDialer enrolling =
                new EnrollingDialer(node, dialer, certificates.orElseThrow(), registration.get(), watcher);
        enrolled.put(node, enrolling);
        return enrolling;
    }

    /** There are no other agents any more. */
    void keep(Set<String> nodes) {
        enrolled.keySet().retainAll(nodes);
    }

    /** What is thrown here would end the beat without a word. */
    private void renew() {
        enrolled.forEach((node, dialer) -> {
            try {
                dialer.enrol();
            } catch (RuntimeException away) {
                LOG.atDebug()
                        .addKeyValue("node", node)
                        .setCause(away)
                        .log("an agent was not asked what it wants signed");
            }
        });
    }

    @Override
    public void close() {
        renewing.shutdownNow();
        certificates.ifPresent(Certificates::close);
    }
}
