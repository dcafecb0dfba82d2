package dev.zonal.csi.store;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** An array of values of one shape. */
record ListShape(Shape element) implements Shape {
    @Override
    public void write(JsonGenerator json, Object value) {
        json.writeStartArray();
        ((List<?>) value).forEach(held -> element.write(json, held));
        json.writeEndArray();
    }

    @Override
    public Object read(JsonParser json) {
        MisshapenException.require(json.hasToken(JsonToken.START_ARRAY), "a list is missing");
        List<Object> values = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            values.add(element.read(json));
        }
        return List.copyOf(values);
    }
}
