package dev.zonal.csi.config;

import java.util.regex.Pattern;

/** The grammar of topology keys and values, which Kubernetes' labels share (CSI spec, Topology). */
final class Labels {
    private static final int LONGEST = 63;
    private static final int LONGEST_DOMAIN = 253;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?");
    private static final Pattern PREFIX = Pattern.compile("[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?");

    private Labels() {}

    static String name(String what, String text) {
        if (text.length() > LONGEST || !NAME.matcher(text).matches()) {
            throw new IllegalArgumentException(what + " '" + text + "' has to be at most " + LONGEST
                    + " letters, digits, '-', '_' or '.', beginning and ending with a letter or digit");
        }
        return text;
    }

    /** The key of a label: a name, usually behind a domain and a slash. */
    static String key(String text) {
        int slash = text.indexOf('/');
        String domain = text.substring(0, Math.max(slash, 0));
        if (slash >= 0
                && (domain.length() > LONGEST_DOMAIN || !PREFIX.matcher(domain).matches())) {
            throw new IllegalArgumentException(
                    "what goes before the slash in the label '" + text + "' has to be a domain name of at most "
                            + LONGEST_DOMAIN + " lower-case letters, digits, '-' or '.'");
        }
        name("the name of the label", text.substring(slash + 1));
        return text;
    }

    static String prefix(String text) {
        if (text.length() > LONGEST || !PREFIX.matcher(text).matches()) {
            throw new IllegalArgumentException("the topology prefix '" + text + "' has to be a domain name of at most "
                    + LONGEST + " lower-case letters, digits, '-' or '.'");
        }
        return text;
    }
}
