package dev.zonal.csi.cloud.console;

import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;

/**
 * What a browser asks.
 *
 * @param port at which it came
 */
record ConsoleRequest(int port, String method, String path, HttpHeaders headers, String body) {
    static ConsoleRequest of(int port, FullHttpRequest request) {
        String target = request.uri();
        int query = target.indexOf('?');
        return new ConsoleRequest(
                port,
                request.method().name(),
                query < 0 ? target : target.substring(0, query),
                request.headers(),
                request.content().toString(StandardCharsets.UTF_8));
    }

    /** The header, empty where there is none. */
    String header(CharSequence name) {
        return headers.get(name, "");
    }

    boolean isRead() {
        return method.equals("GET") || method.equals("HEAD");
    }
}
