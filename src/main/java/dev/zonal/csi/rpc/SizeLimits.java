package dev.zonal.csi.rpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.WireFormat;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.v1.Csi;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The limits of the CSI spec ("Size Limits") for every field of a request, by the schema itself, so that also what
 * nobody reads is bounded: 128 bytes for a text, 4 KiB for a map or a list of texts, PATH_MAX for a path.
 *
 * <p>They are read off the request's bytes, where the length stands before each text: to ask a message for its fields
 * takes a reflective call for each.
 */
public final class SizeLimits {
    private static final int LONGEST_TEXT_BYTES = 128;
    private static final int LARGEST_COLLECTION_BYTES = 4096;

    /** PATH_MAX without the closing NUL. */
    private static final int LONGEST_PATH_BYTES = 4095;

    private final CodedInputStream wire;

    private SizeLimits(CodedInputStream wire) {
        this.wire = wire;
    }

    /**
     * @throws StorageException.InvalidArgument with the field's name, where a message of CSI exceeds them
     */
    public static void check(Message request) {
        Descriptor type = request.getDescriptorForType();
        // What is no longer than a text may be has no text that is longer.
        if (request.getSerializedSize() <= LONGEST_TEXT_BYTES || !type.getFile().equals(Csi.getDescriptor())) {
            return;
        }
        try {
            new SizeLimits(CodedInputStream.newInstance(request.toByteArray())).checkFields(type, null);
        } catch (IOException impossible) {
            throw new IllegalStateException("a message can't be read that was just written", impossible);
        }
    }

    /** Where a field is: its name is put together only for a refusal. */
    private record Place(@Nullable Place within, FieldDescriptor field, int index) {
        @Override
        public String toString() {
            String name = wireName(field) + (field.isRepeated() && holdsFields(field) ? "[" + index + "]" : "");
            return within == null ? name : within + "." + name;
        }
    }

    /** The fields of one message. Those of a list, or of a map, stand one behind the other. */
    private void checkFields(Descriptor type, @Nullable Place within) throws IOException {
        int number = 0;
        int index = 0;
        long size = 0;
        for (int tag = wire.readTag(); tag != 0; tag = wire.readTag()) {
            boolean again = number == WireFormat.getTagFieldNumber(tag);
            number = WireFormat.getTagFieldNumber(tag);
            index = again ? index + 1 : 0;
            FieldDescriptor field = type.findFieldByNumber(number);
            if (field == null || WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                wire.skipField(tag);
                continue;
            }
            Place place = new Place(within, field, index);
            int length = wire.readRawVarint32();
            if (holdsFields(field)) {
                int outer = wire.pushLimit(length);
                checkFields(field.getMessageType(), place);
                wire.popLimit(outer);
            } else if (field.isMapField()) {
                size = (again ? size : 0) + textsOfEntry(length);
                refuseMore(place, size, LARGEST_COLLECTION_BYTES);
            } else {
                wire.skipRawBytes(length);
                if (field.getJavaType() == FieldDescriptor.JavaType.STRING) {
                    size = (again ? size : 0) + length;
                    refuseMore(place, size, limit(field));
                }
            }
        }
    }

    private static boolean holdsFields(FieldDescriptor field) {
        return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && !field.isMapField();
    }

    private static int limit(FieldDescriptor field) {
        if (field.isRepeated()) {
            return LARGEST_COLLECTION_BYTES;
        }
        return field.getName().endsWith("_path") ? LONGEST_PATH_BYTES : LONGEST_TEXT_BYTES;
    }

    private long textsOfEntry(int length) throws IOException {
        int outer = wire.pushLimit(length);
        long size = 0;
        while (wire.readTag() != 0) {
            // Key and value: in CSI both are texts, and so both have their length before them.
            int text = wire.readRawVarint32();
            wire.skipRawBytes(text);
            size += text;
        }
        wire.popLimit(outer);
        return size;
    }

    /** The name in the spec, which the Java code generator can't have for this one. */
    private static String wireName(FieldDescriptor field) {
        return field.getName().equals("modifiable_parameters") ? "mutable_parameters" : field.getName();
    }

    private static void refuseMore(Place place, long size, int limit) {
        if (size > limit) {
            throw new StorageException.InvalidArgument(
                    place + ": " + size + " bytes are too many; the limit is " + limit);
        }
    }
}
