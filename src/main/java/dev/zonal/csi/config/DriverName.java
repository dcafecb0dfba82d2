package dev.zonal.csi.config;

import java.util.regex.Pattern;

/** The grammar of a driver's name (CSI spec, GetPluginInfoResponse.name; csi-sanity wants a letter at both ends). */
final class DriverName {
    private static final Pattern GRAMMAR = Pattern.compile("[A-Za-z][A-Za-z0-9.-]{0,61}[A-Za-z]");

    private DriverName() {}

    static String parse(String text) {
        if (!GRAMMAR.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' is no driver name: 2 to 63 letters, digits, '-' or '.',"
                    + " beginning and ending with a letter");
        }
        return text;
    }
}
