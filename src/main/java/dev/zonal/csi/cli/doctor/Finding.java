package dev.zonal.csi.cli.doctor;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What one look at the host came to.
 *
 * @param remedy what to do about it; empty where nothing has to be done
 */
record Finding(Level level, String subject, String found, String remedy) {
    enum Level {
        OK,
        /** The driver runs, but not all of it. */
        WARNING,
        /** The driver does not run, or not as it should. */
        PROBLEM;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Finding ok(String subject, String found) {
        return new Finding(Level.OK, subject, found, "");
    }

    static Finding warning(String subject, String found, String remedy) {
        return new Finding(Level.WARNING, subject, found, remedy);
    }

    static Finding problem(String subject, String found, String remedy) {
        return new Finding(Level.PROBLEM, subject, found, remedy);
    }

    Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("level", level.word());
        document.put("subject", subject);
        document.put("found", found);
        document.put("remedy", remedy);
        return document;
    }
}
