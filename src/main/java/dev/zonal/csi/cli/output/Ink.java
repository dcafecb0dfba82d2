package dev.zonal.csi.cli.output;

import java.io.Console;
import java.util.Optional;

/** Colours where a person reads on a terminal, and none anywhere else. */
public enum Ink {
    COLOURED,
    PLAIN;

    private static final String ESCAPE = "\u001b[";

    /** What fits where this process writes: see https://no-color.org. */
    public static Ink ofThisProcess() {
        boolean terminal =
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
        boolean refused =
                !System.getenv().getOrDefault("NO_COLOR", "").isEmpty() || "dumb".equals(System.getenv("TERM"));
        return terminal && !refused ? COLOURED : PLAIN;
    }

    public String strong(String text) {
        return in("1", text);
    }

    public String faint(String text) {
        return in("2", text);
    }

    public String good(String text) {
        return in("32", text);
    }

    public String doubtful(String text) {
        return in("33", text);
    }

    public String bad(String text) {
        return in("31", text);
    }

    private String in(String colour, String text) {
        return this == PLAIN || text.isEmpty() ? text : ESCAPE + colour + "m" + text + ESCAPE + "0m";
    }
}
