package dev.zonal.csi.store;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/**
 * Writes values of one type as JSON and reads them back. Few types are enough for records; a library that maps all of them costs every
 * node a tenth of the driver's memory.
 */
interface Shape {
    void write(JsonGenerator json, Object value);

    /**
     * Reads the value whose first token is the current one, up to its last.
     *
     * @throws MisshapenException where something else stands there
     */
    Object read(JsonParser json);

    static Shape of(Type type) {
        return switch (type) {
            case ParameterizedType generic
            when generic.getRawType() == Optional.class -> new OptionalShape(of(argument(generic)));
            case ParameterizedType generic
            when generic.getRawType() == List.class -> new ListShape(of(argument(generic)));
            case Class<?> plain when plain == String.class -> ScalarShape.text(text -> text);
            case Class<?> plain when plain == Instant.class -> ScalarShape.text(InstantText::parse);
            case Class<?> plain when plain == boolean.class -> ScalarShape.BOOLEAN;
            case Class<?> plain when plain == int.class || plain == Integer.class -> ScalarShape.INT;
            case Class<?> plain when plain == long.class || plain == Long.class -> ScalarShape.LONG;
            case Class<?> plain when plain.isEnum() -> ScalarShape.constant(plain);
            case Class<?> plain when plain.isRecord() -> RecordShape.of(plain);
            default -> throw new IllegalArgumentException("a record can't hold a " + type);
        };
    }

    private static Type argument(ParameterizedType generic) {
        return generic.getActualTypeArguments()[0];
    }
}
