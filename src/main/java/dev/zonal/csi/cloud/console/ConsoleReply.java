package dev.zonal.csi.cloud.console;

/** An answer of the console: an HTTP status, and what comes with it. */
record ConsoleReply(int status, String type, String body) {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String JSON = "application/json";

    static ConsoleReply text(int status, String sentence) {
        return new ConsoleReply(status, TEXT, sentence + "\n");
    }

    static ConsoleReply json(String document) {
        return new ConsoleReply(200, JSON, document);
    }
}
