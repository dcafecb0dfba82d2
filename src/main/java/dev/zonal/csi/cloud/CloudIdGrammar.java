package dev.zonal.csi.cloud;

import java.util.regex.Pattern;

/** What an id or a name of a cloud looks like: it may become the name of a file, and stands in commands. */
final class CloudIdGrammar {
    private static final Pattern GRAMMAR = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    private CloudIdGrammar() {}

    /** @param what the thing that is named, for the sentence */
    static String checked(String what, String text) {
        if (!GRAMMAR.matcher(text).matches()) {
            throw new CloudException(
                    CloudException.Kind.INVALID,
                    "'" + (text.length() > 80 ? text.substring(0, 80) + "…" : text) + "' is no id of " + what
                            + ": 1 to 63 lower-case letters, digits and '-', beginning with a letter or digit");
        }
        return text;
    }
}
