package dev.zonal.csi.cloud.console;

import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * By which names the console may be called. Without it a page of somebody else could read it, by a DNS name that first leads
 * to that page's server and then to this machine (DNS rebinding).
 *
 * @param tls whether the browser has the name confirmed by a certificate, so that no foreign one gets here
 */
record HostRule(boolean tls) {
    private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "[::1]");

    Optional<ConsoleReply> refusal(ConsoleRequest request) {
        String host = request.header(HttpHeaderNames.HOST).toLowerCase(Locale.ROOT);
        return tls || isOwn(host, request.port())
                ? Optional.empty()
                : Optional.of(ConsoleReply.text(
                        421, "this console is called localhost or 127.0.0.1, with its port, and nothing else"));
    }

    private static boolean isOwn(String host, int port) {
        return LOOPBACK.stream().anyMatch(name -> host.equals(name + ":" + port));
    }
}
