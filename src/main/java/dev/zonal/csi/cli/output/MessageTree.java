package dev.zonal.csi.cli.output;

import com.google.protobuf.BoolValue;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.Int64Value;
import com.google.protobuf.MapEntry;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import dev.zonal.csi.v1.Csi;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A CSI message as maps, lists and plain values, by the JSON names of the spec, so that who knows the spec knows the
 * output. Numbers are numbers, times are written as ISO 8601, what the schema marks as secret is left out.
 */
public final class MessageTree {
    private MessageTree() {}

    public static Map<String, Object> of(Message message) {
        Map<String, Object> tree = new LinkedHashMap<>();
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            boolean unset = field.hasPresence() && !message.hasField(field);
            if (!unset && !field.getOptions().getExtension(Csi.csiSecret)) {
                tree.put(field.getJsonName(), value(field, message.getField(field)));
            }
        }
        return tree;
    }

    private static Object value(FieldDescriptor field, Object value) {
        if (field.isMapField()) {
            // Maps have no order on the wire; sorted, the same answer is the same text.
            Map<Object, Object> map = new TreeMap<>();
            ((List<?>) value)
                    .forEach(entry -> map.put(((MapEntry<?, ?>) entry).getKey(), ((MapEntry<?, ?>) entry).getValue()));
            return map;
        }
        return field.isRepeated()
                ? ((List<?>) value).stream().map(MessageTree::single).toList()
                : single(value);
    }

    private static Object single(Object value) {
        return switch (value) {
            case Timestamp time ->
                Instant.ofEpochSecond(time.getSeconds(), time.getNanos()).toString();
            case Duration length ->
                java.time.Duration.ofSeconds(length.getSeconds(), length.getNanos())
                        .toString();
            case BoolValue truth -> truth.getValue();
            case Int64Value number -> number.getValue();
            case EnumValueDescriptor constant -> constant.getName();
            case Message message -> of(message);
            default -> value;
        };
    }
}
