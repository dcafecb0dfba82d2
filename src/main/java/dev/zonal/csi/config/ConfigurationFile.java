package dev.zonal.csi.config;

import dev.zonal.csi.config.Setting.Given;
import dev.zonal.csi.model.Spelling;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.dataformat.yaml.YAMLFactory;

/**
 * The settings of a YAML file: one mapping from keys to a value, a list of values, or a mapping of names to values
 * ({@code pool: {fast: /srv/fast}} is {@code --pool fast=/srv/fast}). Read token by token, so that what is wrong can be
 * found by its line.
 */
final class ConfigurationFile {
    /** Far more than there are settings; what is longer was not written by a person for this. */
    private static final int LONGEST_BYTES = 1 << 20;

    private final String file;
    private final Map<String, Given> said = new LinkedHashMap<>();

    private ConfigurationFile(String file) {
        this.file = file;
    }

    static Map<String, Given> read(Path path) {
        try (InputStream bytes = Files.newInputStream(path)) {
            return parse(path.toString(), bytes.readNBytes(LONGEST_BYTES + 1));
        } catch (IOException unreadable) {
            throw new ConfigurationException("--config: '" + path + "' can't be read", unreadable);
        }
    }

    /**
     * @param name of the file, for messages
     */
    static Map<String, Given> parse(String name, byte[] bytes) {
        if (bytes.length > LONGEST_BYTES) {
            throw new ConfigurationException(
                    name + ": longer than " + LONGEST_BYTES + " bytes; it is no configuration");
        }
        ConfigurationFile file = new ConfigurationFile(name);
        try (JsonParser parser = new YAMLFactory().createParser(ObjectReadContext.empty(), bytes)) {
            file.readDocument(parser);
        } catch (JacksonException malformed) {
            throw new ConfigurationException(
                    name + ": not YAML: " + malformed.getOriginalMessage().replace('\n', ' '), malformed);
        }
        return file.said;
    }

    private void readDocument(JsonParser parser) {
        JsonToken first = parser.nextToken();
        if (first == null || first == JsonToken.VALUE_NULL) {
            return;
        }
        require(first == JsonToken.START_OBJECT, parser, "write one key and its value per line");
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = parser.currentName();
            String origin = origin(parser);
            Setting<?> setting = known(key, origin);
            List<String> values = values(parser);
            if (values.size() > 1 && !setting.repeatable()) {
                throw new ConfigurationException(origin + ": " + key + " takes one value");
            }
            if (said.put(key, new Given(values, origin + ": " + key)) != null) {
                throw new ConfigurationException(origin + ": " + key + " is named twice");
            }
        }
    }

    private static Setting<?> known(String key, String origin) {
        List<String> keys = Settings.ALL.stream()
                .filter(setting -> !setting.equals(Settings.CONFIG))
                .map(Setting::key)
                .toList();
        if (!keys.contains(key)) {
            throw new ConfigurationException(origin + ": there is no setting '" + key + "'" + Spelling.hint(key, keys));
        }
        return Settings.ALL.stream()
                .filter(setting -> setting.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    private List<String> values(JsonParser parser) {
        List<String> values = new ArrayList<>();
        switch (parser.nextToken()) {
            case START_ARRAY -> {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    values.add(scalar(parser));
                }
            }
            case START_OBJECT -> {
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    values.add(name + "=" + scalar(parser));
                }
            }
            case VALUE_NULL -> {
                // A key without a value says nothing.
            }
            default -> values.add(scalar(parser));
        }
        return values;
    }

    private String scalar(JsonParser parser) {
        JsonToken token = Optional.ofNullable(parser.currentToken()).orElse(JsonToken.NOT_AVAILABLE);
        require(token.isScalarValue() && token != JsonToken.VALUE_NULL, parser, "a plain value belongs here");
        return parser.getString();
    }

    private void require(boolean condition, JsonParser parser, String sentence) {
        if (!condition) {
            throw new ConfigurationException(origin(parser) + ": " + sentence);
        }
    }

    private String origin(JsonParser parser) {
        return file + " line " + parser.currentTokenLocation().getLineNr();
    }
}
