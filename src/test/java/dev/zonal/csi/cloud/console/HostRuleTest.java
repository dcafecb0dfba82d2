package dev.zonal.csi.cloud.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import org.junit.jupiter.api.Test;

final class HostRuleTest {
    private static ConsoleRequest calling(String host) {
        return new ConsoleRequest(8080, "GET", "/state", new DefaultHttpHeaders().set(HttpHeaderNames.HOST, host), "");
    }

    @Test
    void withoutTlsANameOfThisMachineIsNeeded() {
        HostRule rule = new HostRule(false);

        assertThat(rule.refusal(calling("localhost:8080"))).isEmpty();
        assertThat(rule.refusal(calling("127.0.0.1:8080"))).isEmpty();
        assertThat(rule.refusal(calling("evil.example:8080"))).isPresent();
        assertThat(rule.refusal(calling("localhost"))).isPresent();
    }

    /** A browser does not go on where the certificate has another name. */
    @Test
    void withTlsTheCertificateHasTheName() {
        assertThat(new HostRule(true).refusal(calling("cloud.example:8080"))).isEmpty();
    }
}
