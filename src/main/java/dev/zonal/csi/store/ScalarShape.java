package dev.zonal.csi.store;

import java.util.Arrays;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** A value of one token. */
record ScalarShape(Function<JsonParser, Object> reader, BiConsumer<JsonGenerator, Object> writer) implements Shape {
    static final Shape BOOLEAN =
            new ScalarShape(JsonParser::getBooleanValue, (json, value) -> json.writeBoolean((Boolean) value));
    static final Shape INT =
            new ScalarShape(json -> whole(json).getIntValue(), (json, value) -> json.writeNumber((Integer) value));
    static final Shape LONG =
            new ScalarShape(json -> whole(json).getLongValue(), (json, value) -> json.writeNumber((Long) value));

    /** What has the text that its {@code toString} says. */
    static Shape text(Function<String, Object> meaning) {
        return new ScalarShape(json -> meaning.apply(text(json)), (json, value) -> json.writeString(value.toString()));
    }

    static Shape constant(Class<?> type) {
        Map<String, Object> constants = Arrays.stream(type.getEnumConstants())
                .collect(Collectors.toUnmodifiableMap(Object::toString, constant -> constant));
        return text(name -> {
            Object constant = constants.get(name);
            if (constant == null) {
                throw new MisshapenException("there is no " + type.getSimpleName() + " '" + name + "'");
            }
            return constant;
        });
    }

    private static String text(JsonParser json) {
        MisshapenException.require(json.hasToken(JsonToken.VALUE_STRING), "a text is missing");
        return json.getString();
    }

    /** A fraction is nothing that was written here. */
    private static JsonParser whole(JsonParser json) {
        MisshapenException.require(json.hasToken(JsonToken.VALUE_NUMBER_INT), "a whole number is missing");
        return json;
    }

    @Override
    public void write(JsonGenerator json, Object value) {
        writer.accept(json, value);
    }

    @Override
    public Object read(JsonParser json) {
        return reader.apply(json);
    }
}
