package dev.zonal.csi.rpc;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.MapEntry;
import com.google.protobuf.Message;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.v1.Csi;
import java.nio.charset.StandardCharsets;
import java.util.List;

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

    private static void checkFields(Message message, String prefix) {
        message.getAllFields().forEach((field, value) -> {
            String name = prefix + wireName(field);
            if (field.isMapField()) {
                refuseMore(name, bytesOfMap((List<?>) value), LARGEST_COLLECTION_BYTES);
            } else if (field.isRepeated()) {
                checkList(field, name, (List<?>) value);
            } else if (field.getJavaType() == JavaType.STRING) {
                refuseMore(name, bytes(value), name.endsWith("_path") ? LONGEST_PATH_BYTES : LONGEST_TEXT_BYTES);
            } else if (value instanceof Message inner) {
                checkFields(inner, name + ".");
            }
        });
    }

    private static void checkList(FieldDescriptor field, String name, List<?> values) {
        if (field.getJavaType() == JavaType.STRING) {
            refuseMore(name, values.stream().mapToLong(SizeLimits::bytes).sum(), LARGEST_COLLECTION_BYTES);
        }
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i) instanceof Message inner) {
                checkFields(inner, name + "[" + i + "].");
            }
        }
    }

    /** The name in the spec, which the Java code generator can't have for this one. */
    private static String wireName(FieldDescriptor field) {
        return field.getName().equals("modifiable_parameters") ? "mutable_parameters" : field.getName();
    }

    private static long bytesOfMap(List<?> entries) {
        long size = 0;
        for (Object entry : entries) {
            MapEntry<?, ?> pair = (MapEntry<?, ?>) entry;
            size += bytes(pair.getKey()) + bytes(pair.getValue());
        }
        return size;
    }

    private static void refuseMore(String field, long size, int limit) {
        if (size > limit) {
            throw new StorageException.InvalidArgument(
                    field + ": " + size + " bytes are too many; the limit is " + limit);
        }
    }

    private static long bytes(Object text) {
        return text.toString().getBytes(StandardCharsets.UTF_8).length;
    }
}
