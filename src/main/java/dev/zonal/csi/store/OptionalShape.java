package dev.zonal.csi.store;

import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** {@code null}, or a value. */
record OptionalShape(Shape present) implements Shape {
    @Override
    public void write(JsonGenerator json, Object value) {
        ((Optional<?>) value).ifPresentOrElse(held -> present.write(json, held), json::writeNull);
    }

    @Override
    public Object read(JsonParser json) {
        return json.hasToken(JsonToken.VALUE_NULL) ? Optional.empty() : Optional.of(present.read(json));
    }
}
