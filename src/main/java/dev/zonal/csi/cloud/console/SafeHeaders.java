package dev.zonal.csi.cloud.console;

import io.netty.handler.codec.http.HttpHeaders;

/** What every answer tells the browser, so that nothing foreign gets into the page, and the page into nothing foreign. */
final class SafeHeaders {
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
            + "require-trusted-types-for 'script'; trusted-types 'none'";

    private SafeHeaders() {}

    static HttpHeaders set(HttpHeaders headers) {
        return headers.set("content-security-policy", POLICY)
                .set("x-content-type-options", "nosniff")
                .set("referrer-policy", "no-referrer")
                .set("cross-origin-opener-policy", "same-origin")
                .set("cross-origin-resource-policy", "same-origin")
                .set("cache-control", "no-store");
    }
}
