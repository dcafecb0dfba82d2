package dev.zonal.csi.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.v1.Csi;
import java.util.List;
import java.util.Map;

/**
 * The limits of the CSI spec ("Size Limits") for every field of a request, by the schema itself, so that also what
 * nobody reads is bounded: 128 bytes for a text, 4 KiB for a map or a list of texts, PATH_MAX for a path.
 */
public final class SizeLimits {
    private static final int LONGEST_TEXT_BYTES = 128;
    private static final int LARGEST_COLLECTION_BYTES = 4096;

    /** PATH_MAX without the closing NUL. */
    private static final int LONGEST_PATH_BYTES = 4095;

    private SizeLimits() {}

    /**
     * @throws StorageException.InvalidArgument with the field's name, where a message of CSI exceeds them
     */
    public static void check(Message request) {
        if (request.getDescriptorForType().getFile().equals(Csi.getDescriptor())) {
            checkFields(request, "");
        }
    }

    /** @param prefix the names of the fields around the message */
    private static void checkFields(Message message, String prefix) {
        for (Map.Entry<FieldDescriptor, Object> entry : message.getAllFields().entrySet()) {
            FieldDescriptor field = entry.getKey();
            String name = prefix + wireName(field);
            List<?> values = field.isRepeated() ? (List<?>) entry.getValue() : List.of(entry.getValue());
            if (field.isMapField() || field.getJavaType() == FieldDescriptor.JavaType.STRING) {
                refuseMore(name, values.stream().mapToLong(SizeLimits::bytes).sum(), limit(field));
            } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                for (int i = 0; i < values.size(); i++) {
                    checkFields((Message) values.get(i), name + (field.isRepeated() ? "[" + i + "]." : "."));
                }
            }
        }
    }

    /** Of a text, or of the texts in the entry of a map. */
    private static long bytes(Object value) {
        return switch (value) {
            case String text -> text.getBytes(UTF_8).length;
            case Message entry ->
                entry.getAllFields().values().stream()
                        .mapToLong(SizeLimits::bytes)
                        .sum();
            default -> 0;
        };
    }

    private static int limit(FieldDescriptor field) {
        if (field.isRepeated()) {
            return LARGEST_COLLECTION_BYTES;
        }
        return field.getName().endsWith("_path") ? LONGEST_PATH_BYTES : LONGEST_TEXT_BYTES;
    }

    /** The name in the spec, which the Java code generator can't have for this one. */
    private static String wireName(FieldDescriptor field) {
        return field.getName().equals("modifiable_parameters") ? "mutable_parameters" : field.getName();
    }

    private static void refuseMore(String name, long size, int limit) {
        if (size > limit) {
            throw new StorageException.InvalidArgument(
                    name + ": " + size + " bytes are too many; the limit is " + limit);
        }
    }
}
