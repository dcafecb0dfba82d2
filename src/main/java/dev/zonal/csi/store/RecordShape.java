package dev.zonal.csi.store;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * An object with the members of a Java record. Strict where it reads: what an unknown, missing or repeated member meant
 * can't be guessed. Only an {@code Optional} one may be missing: so a member that comes later is empty in the records of
 * before, which stay readable without being written anew.
 */
record RecordShape(Constructor<?> constructor, List<Member> members) implements Shape {
    record Member(String name, Method accessor, Shape shape) {
        static Member of(RecordComponent component) {
            return new Member(
                    component.getName(), opened(component.getAccessor()), Shape.of(component.getGenericType()));
        }
    }

    static Shape of(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return new RecordShape(
                    opened(type.getDeclaredConstructor(types)),
                    Arrays.stream(components).map(Member::of).toList());
        } catch (NoSuchMethodException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The records are their packages' own. */
    private static <T extends AccessibleObject> T opened(T part) {
        part.setAccessible(true);
        return part;
    }

    @Override
    public void write(JsonGenerator json, Object value) {
        json.writeStartObject();
        for (Member member : members) {
            json.writeName(member.name());
            try {
                member.shape().write(json, member.accessor().invoke(value));
            } catch (ReflectiveOperationException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
        json.writeEndObject();
    }

    @Override
    public Object read(JsonParser json) {
        MisshapenException.require(json.hasToken(JsonToken.START_OBJECT), "an object is missing");
        @Nullable Object[] values = new Object[members.size()];
        int index = -1;
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            // Most often the one that was written after the last one.
            index = index(json.currentName(), index + 1);
            MisshapenException.require(values[index] == null, json.currentName() + " is there twice");
            json.nextToken();
            values[index] = members.get(index).shape().read(json);
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = values[i] == null ? missing(members.get(i)) : values[i];
        }
        return made(values);
    }

    private static Object missing(Member member) {
        MisshapenException.require(member.shape() instanceof OptionalShape, member.name() + " is missing");
        return Optional.empty();
    }

    private int index(String name, int likely) {
        if (likely < members.size() && members.get(likely).name().equals(name)) {
            return likely;
        }
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new MisshapenException("there is no member " + name);
    }

    private Object made(@Nullable Object[] values) {
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException refused) {
            throw new MisshapenException("its members do not go together", refused);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
