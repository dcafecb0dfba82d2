package dev.zonal.csi.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;

/**
 * How the records of one kind stand on the disk: one line of JSON that a person can read, its last member a CRC-32C
 * (Castagnoli) over every byte before that member. Nothing but exactly what was written is read back.
 *
 * <pre>{"kind":"volume","format":1,"record":{…},"crc32c":"8a9136aa"}</pre>
 *
 * @param <R> a Java record of plain values
 */
public final class RecordFormat<R> {
    private static final String TAIL_START = ",\"crc32c\":\"";
    private static final String TAIL_END = "\"}\n";
    private static final int TAIL_LENGTH = TAIL_START.length() + 8 + TAIL_END.length();

    /**
     * Strict where it reads: what an unknown or missing member meant can't be guessed. Only an {@code Optional} one may
     * be missing: so a member that comes later is empty in the records of before, which stay readable without being
     * written anew.
     */
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .annotationIntrospector(new RequiredMembers())
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(
                    DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                    DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    private final String kind;
    private final int newest;
    private final Class<R> type;

    /**
     * @param kind what such a record is of, in one word
     * @param newest the number of the format that is written; raised whenever a member comes, so that an older driver
     *     says that the record is newer. What came later is an {@code Optional}; no member goes or changes its meaning
     */
    public RecordFormat(String kind, int newest, Class<R> type) {
        this.kind = kind;
        this.newest = newest;
        this.type = type;
    }

    public byte[] write(R content) {
        byte[] json = MAPPER.writeValueAsBytes(new Envelope<>(kind, newest, content));
        int length = json.length - 1;
        byte[] file = Arrays.copyOf(json, length + TAIL_LENGTH);
        System.arraycopy(tail(json, length), 0, file, length, TAIL_LENGTH);
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
        try {
            JsonNode envelope = MAPPER.readTree(json);
            checkHeader(
                    envelope.path("kind").asString(""), envelope.path("format").asInt(0));
            JsonNode content = envelope.path("record");
            if (!content.isObject()) {
                throw new UnreadableRecordException("it is not a whole record of a " + kind);
            }
            return MAPPER.treeToValue(content, type);
        } catch (JacksonException unexpected) {
            throw new UnreadableRecordException("it is not a whole record of a " + kind, unexpected);
        }
    }

    private void checkHeader(String foundKind, int format) {
        if (!foundKind.equals(kind)) {
            throw new UnreadableRecordException("its kind is '" + foundKind + "', not '" + kind + "'");
        }
        if (format > newest) {
            throw new UnreadableRecordException("it was written by a newer version of the driver (format " + format
                    + ", this version reads up to " + newest + "); run that version or a later one");
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

    private static final class RequiredMembers extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        @Override
        public Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
            return !member.getRawType().equals(Optional.class);
        }
    }

    private record Envelope<T>(String kind, int format, T record) {}
}
