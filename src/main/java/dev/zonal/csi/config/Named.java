package dev.zonal.csi.config;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A value that may be said for one pool by its name: {@code [NAME=]VALUE}. */
record Named<T>(Optional<String> name, T value) {
    private static final Pattern FORM = Pattern.compile("(?:([A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)=)?(.+)");

    static <T> Function<String, Named<T>> of(Function<String, T> parser) {
        return text -> {
            Matcher matcher = FORM.matcher(text);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("'" + text + "' is empty");
            }
            return new Named<>(Optional.ofNullable(matcher.group(1)), parser.apply(matcher.group(2)));
        };
    }
}
