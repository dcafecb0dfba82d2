package dev.zonal.csi;

import dev.zonal.csi.config.Setting;
import dev.zonal.csi.config.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The flags of {@code zonal serve} as they are usually written. The library that reads every command line, and knows
 * what to say of a wrong one, is left out of the usual start: its classes are of a kind that the start-up cache does not
 * take, and cost each start an eighth of a second and the driver some megabytes.
 */
final class ServeFlags {
    private static final Map<String, Setting<?>> BY_FLAG =
            Settings.ALL.stream().collect(Collectors.toMap(Setting::flag, Function.identity()));

    private ServeFlags() {}

    /** What they say; empty where they are anything but known flags, each with a value. */
    static Optional<Map<Setting<?>, List<String>>> read(List<String> arguments) {
        Map<Setting<?>, List<String>> flags = new HashMap<>();
        for (int at = 0; at < arguments.size(); at += 2) {
            Setting<?> setting = BY_FLAG.get(arguments.get(at));
            if (setting == null || at + 1 == arguments.size() || !isPlain(arguments.get(at + 1))) {
                return Optional.empty();
            }
            List<String> values = flags.computeIfAbsent(setting, _ -> new ArrayList<>());
            values.add(arguments.get(at + 1));
            if (values.size() > 1 && !setting.repeatable()) {
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
