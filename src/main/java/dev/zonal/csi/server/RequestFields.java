package dev.zonal.csi.server;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.WireFormat;
import dev.zonal.csi.v1.Csi;
import java.io.IOException;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * What of a request is told in the log: its plain fields, also those within other messages ({@code
 * capacity_range.required_bytes}). Lists and maps are left out: they are long, and maps carry secrets. Whatever the
 * schema marks as secret is left out whatever it is.
 *
 * <p>They are read off the request's bytes: to ask a message for its fields takes a reflective call for each.
 */
final class RequestFields {
    private static final int DEEPEST = 4;

    private final CodedInputStream wire;
    private LoggingEventBuilder line;

    private RequestFields(CodedInputStream wire, LoggingEventBuilder line) {
        this.wire = wire;
        this.line = line;
    }

    /** The line with the fields by their names, in the order of the schema. */
    static LoggingEventBuilder add(Message request, LoggingEventBuilder line) {
        RequestFields fields = new RequestFields(CodedInputStream.newInstance(request.toByteArray()), line);
        try {
            fields.add(request.getDescriptorForType(), "", 0);
            return fields.line;
        } catch (IOException impossible) {
            throw new IllegalStateException("a message can't be read that was just written", impossible);
        }
    }

    private void add(Descriptor type, String prefix, int depth) throws IOException {
        for (int tag = wire.readTag(); tag != 0; tag = wire.readTag()) {
            FieldDescriptor field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
            if (field == null || isOfOtherForm(field, tag) || field.isRepeated() || isSecret(field)) {
                wire.skipField(tag);
            } else if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
                line = line.addKeyValue(prefix + field.getName(), plain(field));
            } else if (depth < DEEPEST) {
                int outer = wire.pushLimit(wire.readRawVarint32());
                add(field.getMessageType(), prefix + field.getName() + ".", depth + 1);
                wire.popLimit(outer);
            } else {
                wire.skipField(tag);
            }
        }
    }

    /** Bytes under a field's number that can't be its value: a message keeps them with what it does not know. */
    private static boolean isOfOtherForm(FieldDescriptor field, int tag) {
        return field.getLiteType().getWireType() != WireFormat.getTagWireType(tag);
    }

    private static boolean isSecret(FieldDescriptor field) {
        return field.toProto().hasOptions() && field.getOptions().getExtension(Csi.csiSecret);
    }

    private Object plain(FieldDescriptor field) throws IOException {
        return switch (field.getType()) {
            case STRING -> wire.readString();
            case BYTES -> wire.readBytes();
            case BOOL -> wire.readBool();
            case ENUM -> name(field, wire.readEnum());
            case INT32 -> wire.readInt32();
            case INT64 -> wire.readInt64();
            case UINT32 -> wire.readUInt32();
            case UINT64 -> wire.readUInt64();
            case SINT32 -> wire.readSInt32();
            case SINT64 -> wire.readSInt64();
            case FIXED32 -> wire.readFixed32();
            case FIXED64 -> wire.readFixed64();
            case SFIXED32 -> wire.readSFixed32();
            case SFIXED64 -> wire.readSFixed64();
            case FLOAT -> wire.readFloat();
            case DOUBLE -> wire.readDouble();
            case MESSAGE, GROUP -> throw new IllegalArgumentException(field + " has fields of its own");
        };
    }

    private static String name(FieldDescriptor field, int number) {
        EnumValueDescriptor value = field.getEnumType().findValueByNumberCreatingIfUnknown(number);
        return value.getName();
    }
}
