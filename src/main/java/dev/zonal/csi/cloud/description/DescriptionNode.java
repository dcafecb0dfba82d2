package dev.zonal.csi.cloud.description;

import dev.zonal.csi.config.ConfigurationException;
import dev.zonal.csi.config.ValueParsers;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Spelling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * A value in a description of a cloud, with the way that leads to it ({@code categories.fast.minimum}), so that whatever
 * is wrong is named by its key.
 */
final class DescriptionNode {
    private final String file;
    private final String path;
    private final JsonNode value;

    DescriptionNode(String file, String path, JsonNode value) {
        this.file = file;
        this.path = path;
        this.value = value;
    }

    ConfigurationException wrong(String sentence) {
        return new ConfigurationException(file + ": " + (path.isEmpty() ? "" : path + ": ") + sentence);
    }

    /** The values of a mapping that has no other keys than these. */
    DescriptionNode withKeys(String... known) {
        List<String> keys = List.of(known);
        entries().keySet().stream()
                .filter(key -> !keys.contains(key))
                .findFirst()
                .ifPresent(unknown -> {
                    throw wrong("there is no key '" + unknown + "' here; there are " + String.join(", ", keys)
                            + Spelling.hint(unknown, keys));
                });
        return this;
    }

    /** The value of that key; one that is missing is asked for by its name when it is read. */
    DescriptionNode at(String key) {
        JsonNode inner = value.get(key);
        return new DescriptionNode(
                file, path.isEmpty() ? key : path + "." + key, inner == null ? NullNode.getInstance() : inner);
    }

    /** What that key says, read like this; the fallback where it says nothing. */
    <T> T get(String key, Function<DescriptionNode, T> reader, T fallback) {
        DescriptionNode inner = at(key);
        return inner.value.isNull() ? fallback : reader.apply(inner);
    }

    <T> Optional<T> optional(String key, Function<DescriptionNode, T> reader) {
        return get(key, inner -> Optional.of(reader.apply(inner)), Optional.empty());
    }

    /** The entries of a mapping, in the order of the file. */
    Map<String, DescriptionNode> entries() {
        if (!value.isObject() && !value.isNull()) {
            throw wrong("a mapping belongs here: one 'key: value' a line");
        }
        Map<String, DescriptionNode> entries = new LinkedHashMap<>();
        value.propertyNames().forEach(key -> entries.put(key, at(key)));
        return entries;
    }

    /** The items of a list. */
    List<DescriptionNode> items() {
        if (!value.isArray()) {
            throw wrong("a list belongs here: [a, b]");
        }
        List<DescriptionNode> items = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            items.add(new DescriptionNode(file, path + "[" + i + "]", value.get(i)));
        }
        return items;
    }

    String text() {
        if (!value.isValueNode() || value.isNull()) {
            throw wrong(value.isNull() ? "missing" : "a plain value belongs here");
        }
        return value.asString();
    }

    List<String> texts() {
        return items().stream().map(DescriptionNode::text).toList();
    }

    /** A name of something that this file describes. */
    String oneOf(Collection<String> known, String what) {
        String name = text();
        if (!known.contains(name)) {
            throw wrong("there is no " + what + " '" + name + "'; there are " + String.join(", ", known)
                    + Spelling.hint(name, known));
        }
        return name;
    }

    <T> T parsed(Function<String, T> parser) {
        try {
            return parser.apply(text());
        } catch (IllegalArgumentException unreadable) {
            throw wrong(String.valueOf(unreadable.getMessage()));
        }
    }

    ByteSize size() {
        return parsed(ByteSize::parse);
    }

    Duration duration() {
        return "0".equals(text()) ? Duration.ZERO : parsed(ValueParsers::duration);
    }

    boolean truth() {
        if (!value.isBoolean()) {
            throw wrong("true or false belongs here, not '" + text() + "'");
        }
        return value.asBoolean();
    }

    int whole(int least) {
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.asInt() < least) {
            throw wrong("a whole number from " + least + " on belongs here, not '" + text() + "'");
        }
        return value.asInt();
    }

    double number(double moreThan, double atMost) {
        if (!value.isNumber() || value.asDouble() <= moreThan || value.asDouble() > atMost) {
            throw wrong("a number above " + moreThan + " and up to " + atMost + " belongs here, not '" + text() + "'");
        }
        return value.asDouble();
    }
}
