package dev.zonal.csi.config;

import static dev.zonal.csi.fuzz.Oracle.isSentence;
import static dev.zonal.csi.fuzz.Oracle.same;
import static dev.zonal.csi.fuzz.Oracle.text;

import java.util.List;

/** One text as the value of every setting: read, or refused with a sentence. */
public final class ValueParsersFuzz {
    private ValueParsersFuzz() {}

    public static void read(byte[] input) {
        List<String> values = List.of(text(input));
        for (Setting<?> setting : Settings.ALL) {
            // A host's name is looked up in the network.
            if (!setting.equals(Settings.HTTP)) {
                read(setting, values);
            }
        }
    }

    private static void read(Setting<?> setting, List<String> values) {
        try {
            same(setting.parser().apply(values), setting.parser().apply(values));
        } catch (IllegalArgumentException refusal) {
            isSentence(refusal);
        }
    }
}
