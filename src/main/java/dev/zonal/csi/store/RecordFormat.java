package dev.zonal.csi.store;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * How the records of one kind stand on the disk: one line of JSON that a person can read, its last member a CRC-32C
 * (Castagnoli) over every byte before that member. Nothing but exactly what was written is read back.
 *
 * <pre>{"kind":"volume","format":1,"record":{…},"crc32c":"8a9136aa"}</pre>
 *
 * @param <R> a Java record of plain values
 */
public final class RecordFormat<R extends Record> {
    private static final String KIND = "kind";
    private static final String NUMBER = "format";
    private static final String CONTENT = "record";
    private static final String TAIL_START = ",\"crc32c\":\"";
    private static final String TAIL_END = "\"}\n";
    private static final int TAIL_LENGTH = TAIL_START.length() + 8 + TAIL_END.length();

    private static final JsonFactory JSON = new JsonFactory();

    private final String kind;
    private final int newest;
    private final Class<R> type;
    private final Shape shape;

    /**
     * @param kind what such a record is of, in one word
     * @param newest the number of the format that is written; raised whenever a member comes, so that an older driver
     *     says that the record is newer. What came later is an {@code Optional}; no member goes or changes its meaning
     */
    public RecordFormat(String kind, int newest, Class<R> type) {
        this.kind = kind;
        this.newest = newest;
        this.type = type;
        this.shape = Shape.of(type);
    }

    public byte[] write(R content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            json.writeStringProperty(KIND, kind);
            json.writeNumberProperty(NUMBER, newest);
            json.writeName(CONTENT);
            shape.write(json, content);
            json.writeEndObject();
        }
        byte[] whole = bytes.toByteArray();
        int length = whole.length - 1;
        byte[] file = Arrays.copyOf(whole, length + TAIL_LENGTH);
        System.arraycopy(tail(whole, length), 0, file, length, TAIL_LENGTH);
        return file;
    }

    /**
     * @throws UnreadableRecordException where the bytes are not exactly what some version of the driver wrote as a
     *     record of this kind, or where that version was newer
     */
    public R read(byte[] file) {
        int length = Math.max(0, file.length - TAIL_LENGTH);
        if (!Arrays.equals(tail(file, length), Arrays.copyOfRange(file, length, file.length))) {
            throw new UnreadableRecordException("it is damaged: its checksum does not match its content");
        }
        byte[] json = Arrays.copyOf(file, length + 1);
        json[length] = '}';
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            return read(parser);
        } catch (JacksonException | MisshapenException | DateTimeException unexpected) {
            throw new UnreadableRecordException("it is not a whole record of a " + kind, unexpected);
        }
    }

    private R read(JsonParser json) {
        require(json, JsonToken.START_OBJECT);
        String foundKind = named(json, KIND, JsonToken.VALUE_STRING).getString();
        checkHeader(foundKind, named(json, NUMBER, JsonToken.VALUE_NUMBER_INT).getIntValue());
        R content = type.cast(shape.read(named(json, CONTENT, JsonToken.START_OBJECT)));
        require(json, JsonToken.END_OBJECT);
        MisshapenException.require(json.nextToken() == null, "something follows");
        return content;
    }

    /** At the value of the member that has to come next. */
    private static JsonParser named(JsonParser json, String name, JsonToken token) {
        require(json, JsonToken.PROPERTY_NAME);
        MisshapenException.require(json.currentName().equals(name), name + " is missing");
        require(json, token);
        return json;
    }

    private static void require(JsonParser json, JsonToken next) {
        MisshapenException.require(json.nextToken() == next, next + " is missing");
    }

    private void checkHeader(String foundKind, int format) {
        if (!foundKind.equals(kind)) {
            throw new UnreadableRecordException("its kind is '" + foundKind + "', not '" + kind + "'");
        }
        if (format > newest) {
            throw UnreadableRecordException.ofNewerVersion("it was written by a newer version of the driver (format "
                    + format + ", this version reads up to " + newest + "); run that version or a later one");
        }
        if (format < 1) {
            throw new UnreadableRecordException("it says nothing of its format");
        }
    }

    private static byte[] tail(byte[] bytes, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        String digits = HexFormat.of().toHexDigits((int) checksum.getValue());
        return (TAIL_START + digits + TAIL_END).getBytes(StandardCharsets.US_ASCII);
    }
}
