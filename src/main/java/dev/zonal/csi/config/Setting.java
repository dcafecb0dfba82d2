package dev.zonal.csi.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * One thing that an operator can say: by a flag, an environment variable or a key of the configuration file.
 *
 * @param key the key in the file, and behind {@code --} the flag
 * @param variable the environment variable
 * @param label what stands for the value in a usage line
 * @param fallback what it is where nobody says anything, as one would write it
 * @param repeatable whether it can be said several times; in a variable the values are separated by commas
 * @param parser reads all that was said; throws IllegalArgumentException with a sentence for the operator
 * @param doc one sentence for the reference
 */
public record Setting<T>(
        String key,
        String variable,
        String label,
        Optional<String> fallback,
        boolean repeatable,
        Function<List<String>, T> parser,
        String doc) {

    /** A setting that always has a value. */
    static <T> Setting<T> of(String key, String label, String fallback, Function<String, T> parser, String doc) {
        return new Setting<>(
                key,
                variableOf(key),
                label,
                Optional.of(fallback),
                false,
                values -> parser.apply(values.getFirst()),
                doc);
    }

    /** A setting that may be left open. */
    static <T> Setting<Optional<T>> optional(String key, String label, Function<String, T> parser, String doc) {
        return new Setting<>(
                key,
                variableOf(key),
                label,
                Optional.empty(),
                false,
                values -> values.stream().findFirst().map(parser),
                doc);
    }

    /** A setting that can be said any number of times. */
    static <T> Setting<List<T>> repeatable(String key, String label, Function<String, T> parser, String doc) {
        return new Setting<>(
                key,
                variableOf(key),
                label,
                Optional.empty(),
                true,
                values -> values.stream().map(parser).toList(),
                doc);
    }

    Setting<T> withVariable(String name) {
        return new Setting<>(key, name, label, fallback, repeatable, parser, doc);
    }

    public String flag() {
        return "--" + key;
    }

    private static String variableOf(String key) {
        return "ZONAL_" + key.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /**
     * What somebody said for a setting.
     *
     * @param origin where, for the message when it is wrong: {@code --pool}, {@code ZONAL_POOL}, {@code zonal.yaml line 3}
     */
    record Given(List<String> values, String origin) {
        Given {
            values = List.copyOf(values);
        }
    }
}
