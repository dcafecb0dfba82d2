package dev.zonal.csi.config;

import static dev.zonal.csi.fuzz.Oracle.holds;
import static dev.zonal.csi.fuzz.Oracle.isSentence;
import static dev.zonal.csi.fuzz.Oracle.same;

import dev.zonal.csi.config.Setting.Given;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A configuration file, and the whole configuration that comes of it. */
public final class ConfigurationFuzz {
    private ConfigurationFuzz() {}

    public static void read(byte[] input) {
        try {
            Map<String, Given> said = ConfigurationFile.parse("zonal.yaml", input);
            Map<Setting<?>, List<String>> flags = new HashMap<>();
            said.forEach((key, value) -> {
                Setting<?> setting = Settings.ALL.stream()
                        .filter(known -> known.key().equals(key))
                        .findFirst()
                        .orElseThrow();
                // A host's name is looked up in the network; a key without a value counts as not said.
                if (!setting.equals(Settings.HTTP) && !value.values().isEmpty()) {
                    flags.put(setting, value.values());
                }
            });
            Configuration configuration = ConfigurationReader.read(flags, Map.of());
            holds(configuration.server().maximumInFlight() > 0, "a limit is a limit");
            same(configuration, ConfigurationReader.read(flags, Map.of()));
        } catch (ConfigurationException refusal) {
            isSentence(refusal);
        }
    }
}
