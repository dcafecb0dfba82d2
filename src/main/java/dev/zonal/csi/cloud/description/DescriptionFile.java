package dev.zonal.csi.cloud.description;

import dev.zonal.csi.config.ConfigurationException;
import dev.zonal.csi.model.Spelling;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads a description of a cloud: a YAML file laid over a preset. What the file says goes before what the preset says, key
 * by key; a key with nothing behind it takes the preset's away.
 */
public final class DescriptionFile {
    /** What comes with the program, the default first. */
    public static final List<String> PRESETS = List.of("generic", "alibaba", "aws", "gcp", "azure");

    private static final String PRESET = "preset";

    private DescriptionFile() {}

    /**
     * The cloud of a file.
     *
     * @throws ConfigurationException where it can't be read, with the key and what would be right
     */
    public static CloudDescription read(Path file) {
        try {
            return parse(file.toString(), Files.readString(file));
        } catch (IOException unreadable) {
            throw new ConfigurationException("--config: '" + file + "' can't be read: " + unreadable);
        }
    }

    /** The cloud of a preset. */
    public static CloudDescription preset(String name) {
        return parse("--preset", PRESET + ": '" + name + "'");
    }

    /** @param name of the text, for messages */
    public static CloudDescription parse(String name, String text) {
        ObjectNode said = tree(name, text);
        String base = new DescriptionNode(name, "", said).get(PRESET, DescriptionNode::text, PRESETS.getFirst());
        if (!PRESETS.contains(base)) {
            throw new ConfigurationException(name + ": preset: there is none '" + base + "'; there are "
                    + String.join(", ", PRESETS) + Spelling.hint(base, PRESETS));
        }
        said.remove(PRESET);
        ObjectNode whole = tree(base, resource(base));
        lay(said, whole);
        return DescriptionReader.read(new DescriptionNode(name, "", whole));
    }

    private static String resource(String preset) {
        try (InputStream bytes = DescriptionFile.class.getResourceAsStream(preset + ".yaml")) {
            if (bytes == null) {
                throw new IllegalStateException("the preset " + preset + " is not part of this program");
            }
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static ObjectNode tree(String name, String text) {
        try {
            JsonNode tree = new YAMLMapper().readTree(text);
            if (tree.isMissingNode() || tree.isNull()) {
                return JsonNodeFactory.instance.objectNode();
            }
            if (tree instanceof ObjectNode mapping) {
                return mapping;
            }
            throw new ConfigurationException(name + ": a mapping belongs here: one 'key: value' a line");
        } catch (JacksonException malformed) {
            throw new ConfigurationException(
                    name + ": not YAML: " + malformed.getOriginalMessage().replace('\n', ' '));
        }
    }

    private static void lay(ObjectNode said, ObjectNode over) {
        said.propertyStream().forEach(entry -> {
            JsonNode below = over.get(entry.getKey());
            if (entry.getValue().isNull()) {
                over.remove(entry.getKey());
            } else if (entry.getValue() instanceof ObjectNode inner && below instanceof ObjectNode base) {
                lay(inner, base);
            } else {
                over.set(entry.getKey(), entry.getValue());
            }
        });
    }
}
