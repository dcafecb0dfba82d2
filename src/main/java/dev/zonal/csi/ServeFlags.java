package dev.zonal.csi;

import dev.zonal.csi.config.Setting;
import dev.zonal.csi.config.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The flags of {@code zonal serve} as they are usually written, {@code --flag value} or {@code --flag=value}. The
 * library that reads every command line, and knows what to say of a wrong one, is left out of the usual start: its
 * classes are of a kind that the start-up cache does not take, and cost each start an eighth of a second and the driver
 * some megabytes.
 */
final class ServeFlags {
    private static final Map<String, Setting<?>> BY_FLAG =
            Settings.ALL.stream().collect(Collectors.toMap(Setting::flag, Function.identity()));

    private ServeFlags() {}

    /** What they say; empty where they are anything but known flags, each with a value. */
    static Optional<Map<Setting<?>, List<String>>> read(List<String> arguments) {
        Map<Setting<?>, List<String>> flags = new HashMap<>();
        Iterator<String> words = arguments.iterator();
        while (words.hasNext()) {
            String word = words.next();
            int equals = word.indexOf('=');
            Setting<?> setting = BY_FLAG.get(equals < 0 ? word : word.substring(0, equals));
            if (setting == null || (equals < 0 && !words.hasNext())) {
                return Optional.empty();
            }
            String value = equals < 0 ? words.next() : word.substring(equals + 1);
            List<String> values = flags.computeIfAbsent(setting, _ -> new ArrayList<>());
            values.add(value);
            if (!isPlain(value) || (values.size() > 1 && !setting.repeatable())) {
                return Optional.empty();
            }
        }
        return Optional.of(flags);
    }

    /** Nothing that could be meant as another flag, or as a file of arguments. */
    private static boolean isPlain(String value) {
        return !value.isEmpty() && !value.startsWith("-") && !value.startsWith("@");
    }
}
