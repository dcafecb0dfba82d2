package dev.zonal.csi.cloud.console;

import dev.zonal.csi.config.BearerToken;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.Optional;

/**
 * Who may change something: whoever shows the token, from a page of this console or from no page at all. A page of another
 * site can't (cross-site request forgery): it has no cookie to send along, may set neither of the two headers that are needed
 * unless it is allowed to, which it never is, and names itself in {@code Origin}.
 *
 * @param token empty where nobody may
 */
record WriteRule(Optional<BearerToken> token, boolean tls) {
    private static final String FETCH_SITE = "sec-fetch-site";

    Optional<ConsoleReply> refusal(ConsoleRequest request) {
        if (token.isEmpty()) {
            return refused(403, "this console shows and changes nothing; start the cloud with --console-write");
        }
        if (!request.method().equals("POST")) {
            return refused(405, "only POST");
        }
        if (isForeign(request)) {
            return refused(403, "only pages of this console may ask that");
        }
        if (!request.header(HttpHeaderNames.CONTENT_TYPE).startsWith("application/json")) {
            return refused(415, "the request has to be application/json");
        }
        return token.get().isShownBy(request.header(HttpHeaderNames.AUTHORIZATION))
                ? Optional.empty()
                : refused(401, "that is not the token");
    }

    private boolean isForeign(ConsoleRequest request) {
        String own = (tls ? "https://" : "http://") + request.header(HttpHeaderNames.HOST);
        String origin = request.headers().get(HttpHeaderNames.ORIGIN, own);
        String site = request.headers().get(FETCH_SITE, "same-origin");
        return !origin.equalsIgnoreCase(own) || !(site.equals("same-origin") || site.equals("none"));
    }

    private static Optional<ConsoleReply> refused(int status, String sentence) {
        return Optional.of(ConsoleReply.text(status, sentence));
    }
}
