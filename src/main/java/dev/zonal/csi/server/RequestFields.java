package dev.zonal.csi.server;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import dev.zonal.csi.v1.Csi;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What of a request is told in the log: its plain fields, also those within other messages ({@code
 * capacity_range.required_bytes}). Lists and maps are left out: they are long, and maps carry secrets. Whatever the
 * schema marks as secret is left out whatever it is.
 */
final class RequestFields {
    private static final int DEEPEST = 4;

    private RequestFields() {}

    static Map<String, Object> of(Message request) {
        Map<String, Object> fields = new LinkedHashMap<>();
        collect(request, "", fields, 0);
        return fields;
    }

    private static void collect(Message message, String prefix, Map<String, Object> fields, int depth) {
        message.getAllFields().forEach((field, value) -> {
            if (field.isRepeated() || field.getOptions().getExtension(Csi.csiSecret)) {
                return;
            }
            String name = prefix + field.getName();
            if (field.getJavaType() != JavaType.MESSAGE) {
                fields.put(name, plain(field, value));
            } else if (depth < DEEPEST) {
                collect((Message) value, name + ".", fields, depth + 1);
            }
        });
    }

    private static Object plain(FieldDescriptor field, Object value) {
        return field.getJavaType() == JavaType.ENUM ? ((EnumValueDescriptor) value).getName() : value;
    }
}
