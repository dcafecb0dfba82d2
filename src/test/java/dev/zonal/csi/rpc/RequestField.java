package dev.zonal.csi.rpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One field of a request that holds a value, however deep, by the schema: to be spoilt while the rest stays well-formed.
 *
 * @param path the fields that lead to it, and itself
 */
record RequestField(List<FieldDescriptor> path) {
    RequestField {
        path = List.copyOf(path);
    }

    static List<RequestField> of(Descriptor request) {
        List<RequestField> fields = new ArrayList<>();
        for (FieldDescriptor field : request.getFields()) {
            if (field.getJavaType() == JavaType.MESSAGE && !field.isMapField()) {
                of(field.getMessageType()).forEach(inner -> fields.add(inner.within(field)));
            } else {
                fields.add(new RequestField(List.of(field)));
            }
        }
        return fields;
    }

    private RequestField within(FieldDescriptor outer) {
        return new RequestField(Stream.concat(Stream.of(outer), path.stream()).toList());
    }

    FieldDescriptor last() {
        return path.getLast();
    }

    /** As a refusal calls it: {@code volume_capabilities[0].mount.fs_type}. */
    String name() {
        return path.stream()
                .map(field -> field.getName().replace("modifiable_", "mutable_")
                        + (field.isRepeated() && field != last() ? "[0]" : ""))
                .collect(Collectors.joining("."));
    }

    Message with(Message request, Object value) {
        return changed(request, 0, holder -> holder.setField(last(), value));
    }

    Message without(Message request) {
        return changed(request, 0, holder -> holder.clearField(last()));
    }

    /** With bytes as its value that no message can hold, but the wire can. */
    Message withBytes(Message request, ByteString bytes) {
        return changed(
                request,
                0,
                holder -> holder.clearField(last())
                        .setUnknownFields(UnknownFieldSet.newBuilder()
                                .addField(
                                        last().getNumber(),
                                        UnknownFieldSet.Field.newBuilder()
                                                .addLengthDelimited(bytes)
                                                .build())
                                .build()));
    }

    /** An entry of a map of texts. */
    static Message entry(FieldDescriptor map, String key, String value) {
        return DynamicMessage.newBuilder(map.getMessageType())
                .setField(map.getMessageType().findFieldByName("key"), key)
                .setField(map.getMessageType().findFieldByName("value"), value)
                .build();
    }

    private interface Change {
        Message.Builder apply(Message.Builder holder);
    }

    private Message changed(Message message, int depth, Change change) {
        Message.Builder builder = message.toBuilder();
        if (depth == path.size() - 1) {
            return change.apply(builder).build();
        }
        FieldDescriptor field = path.get(depth);
        if (!field.isRepeated()) {
            return builder.setField(field, changed((Message) message.getField(field), depth + 1, change))
                    .build();
        }
        Message first = message.getRepeatedFieldCount(field) > 0
                ? (Message) message.getRepeatedField(field, 0)
                : DynamicMessage.getDefaultInstance(field.getMessageType());
        return builder.clearField(field)
                .addRepeatedField(field, changed(first, depth + 1, change))
                .build();
    }
}
