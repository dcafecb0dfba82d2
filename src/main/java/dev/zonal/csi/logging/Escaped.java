package dev.zonal.csi.logging;

/** Text from outside, made harmless for one line of a log. */
final class Escaped {
    private static final char LAST_CONTROL = 0x9f;
    private static final char DELETE = 0x7f;

    private Escaped() {}

    /** Appends the text between double quotes, with everything escaped that could end the line or move a cursor. */
    static void quoted(StringBuilder line, String text) {
        line.append('"');
        for (int i = 0; i < text.length(); i++) {
            append(line, text.charAt(i));
        }
        line.append('"');
    }

    /** Appends a value as it is where it is one plain word, else quoted. */
    static void word(StringBuilder line, String text) {
        if (isWord(text)) {
            line.append(text);
        } else {
            quoted(line, text);
        }
    }

    private static boolean isWord(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isPlain(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** Appends without quotes, for the message that stands at the head of a line. */
    static void bare(StringBuilder line, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isControl(c)) {
                append(line, c);
            } else {
                line.append(c);
            }
        }
    }

    private static void append(StringBuilder line, char c) {
        switch (c) {
            case '"', '\\' -> line.append('\\').append(c);
            case '\n' -> line.append("\\n");
            case '\r' -> line.append("\\r");
            case '\t' -> line.append("\\t");
            default -> {
                if (isControl(c)) {
                    line.append(String.format("\\u%04x", (int) c));
                } else {
                    line.append(c);
                }
            }
        }
    }

    private static boolean isPlain(char c) {
        return c > ' ' && c < DELETE && c != '"' && c != '\\' && c != '=';
    }

    /** Controls, line and paragraph separators, and the marks that turn text around. */
    private static boolean isControl(char c) {
        return c < ' '
                || (c >= DELETE && c <= LAST_CONTROL)
                || c == '\u2028'
                || c == '\u2029'
                || (c >= '\u202a' && c <= '\u202e')
                || (c >= '\u2066' && c <= '\u2069');
    }
}
