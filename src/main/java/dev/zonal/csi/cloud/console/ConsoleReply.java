package dev.zonal.csi.cloud.console;

import java.nio.charset.StandardCharsets;

/** An answer of the console: an HTTP status, and what comes with it. */
record ConsoleReply(int status, String type, byte[] body) {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String JSON = "application/json";

    static ConsoleReply text(int status, String sentence) {
        return of(status, TEXT, sentence + "\n");
    }

    static ConsoleReply json(String document) {
        return of(200, JSON, document);
    }

    static ConsoleReply of(int status, String type, String body) {
        return new ConsoleReply(status, type, body.getBytes(StandardCharsets.UTF_8));
    }
}
