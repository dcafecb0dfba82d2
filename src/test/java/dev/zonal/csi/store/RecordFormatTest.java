package dev.zonal.csi.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exactly what was written is read back; anything else is noticed. */
class RecordFormatTest {
    private record Sample(String name, long bytes, Optional<String> note, List<String> words, Instant at) {}

    private static final RecordFormat<Sample> FORMAT = new RecordFormat<>("sample", 2, Sample.class);
    private static final Sample SAMPLE = new Sample(
            "a \"quoted\"\n\u0000 name, 名前", Long.MAX_VALUE, Optional.empty(), List.of("x", ""), Instant.EPOCH);

    private static byte[] changed(String from, String to) {
        String text = new String(FORMAT.write(SAMPLE), StandardCharsets.UTF_8);
        return text.replace(from, to).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void isOneLineOfJsonThatAPersonCanRead() {
        RecordFormat<Sample> format = new RecordFormat<>("sample", 1, Sample.class);
        Sample sample = new Sample("n", 5, Optional.of("why"), List.of(), Instant.parse("2026-05-04T03:02:01.5Z"));

        assertThat(new String(format.write(sample), StandardCharsets.UTF_8))
                .isEqualTo("{\"kind\":\"sample\",\"format\":1,\"record\":{\"name\":\"n\",\"bytes\":5,\"note\":\"why\","
                        + "\"words\":[],\"at\":\"2026-05-04T03:02:01.500Z\"},\"crc32c\":\"ecfe7e09\"}\n");
    }

    @Test
    void whatWasWrittenIsReadBack() {
        assertThat(FORMAT.read(FORMAT.write(SAMPLE))).isEqualTo(SAMPLE);
    }

    @Test
    void everyFlippedBitIsNoticed() {
        byte[] file = FORMAT.write(SAMPLE);
        for (int i = 0; i < file.length; i++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] flipped = file.clone();
                flipped[i] ^= (byte) (1 << bit);
                assertThatExceptionOfType(UnreadableRecordException.class)
                        .as("byte %d, bit %d", i, bit)
                        .isThrownBy(() -> FORMAT.read(flipped))
                        .withMessageContaining("damaged");
            }
        }
    }

    @Test
    void everyOtherByteIsNoticed() {
        byte[] file = FORMAT.write(SAMPLE);
        for (int i = 0; i < file.length; i++) {
            for (int value = 0; value < 256; value++) {
                byte[] overwritten = file.clone();
                overwritten[i] = (byte) value;
                if (!Arrays.equals(overwritten, file)) {
                    assertThatExceptionOfType(UnreadableRecordException.class)
                            .isThrownBy(() -> FORMAT.read(overwritten));
                }
            }
        }
    }

    @Test
    void everyTruncationAndEveryTailIsNoticed() {
        byte[] file = FORMAT.write(SAMPLE);
        for (int length = 0; length < file.length; length++) {
            byte[] cut = Arrays.copyOf(file, length);
            assertThatExceptionOfType(UnreadableRecordException.class)
                    .as("length %d", length)
                    .isThrownBy(() -> FORMAT.read(cut));
        }
        for (int extra = 1; extra <= 4096; extra++) {
            byte[] longer = Arrays.copyOf(file, file.length + extra);
            assertThatExceptionOfType(UnreadableRecordException.class).isThrownBy(() -> FORMAT.read(longer));
        }
        assertThatExceptionOfType(UnreadableRecordException.class).isThrownBy(() -> FORMAT.read(new byte[file.length]));
    }

    @Test
    void aChangeWithoutItsChecksumIsNoticed() {
        assertThatExceptionOfType(UnreadableRecordException.class)
                .isThrownBy(() -> FORMAT.read(changed("sample", "simple")))
                .withMessageContaining("damaged");
    }

    @Test
    void aNewerFormatIsRefusedWithTheRemedy() {
        byte[] newer = new RecordFormat<>("sample", 3, Sample.class).write(SAMPLE);

        assertThatExceptionOfType(UnreadableRecordException.class)
                .isThrownBy(() -> FORMAT.read(newer))
                .withMessageContaining("written by a newer version of the driver (format 3")
                .withMessageContaining("reads up to 2");
    }

    @Test
    void anOlderFormatIsRead() {
        byte[] older = new RecordFormat<>("sample", 1, Sample.class).write(SAMPLE);

        assertThat(FORMAT.read(older)).isEqualTo(SAMPLE);
    }

    @Test
    void aMemberThatCameLaterIsEmptyInAnOlderRecord() {
        record Inner(String text) {}
        record InnerNow(String text, Optional<Integer> later) {}
        record Before(String name, Inner inner, List<Inner> list) {}
        record Now(String name, Optional<String> later, InnerNow inner, List<InnerNow> list) {}
        byte[] older = new RecordFormat<>("growing", 1, Before.class)
                .write(new Before("n", new Inner("a"), List.of(new Inner("b"))));

        Now read = new RecordFormat<>("growing", 2, Now.class).read(older);

        assertThat(read)
                .isEqualTo(new Now(
                        "n",
                        Optional.empty(),
                        new InnerNow("a", Optional.empty()),
                        List.of(new InnerNow("b", Optional.empty()))));
    }

    @Test
    void nothingElseMayBeMissing() {
        record Text(String name) {}
        record Amount(long bytes) {}
        record Truth(boolean yes) {}
        record Words(List<String> words) {}
        byte[] empty = new RecordFormat<>("bare", 1, Empty.class).write(new Empty());
        for (Class<? extends Record> type : List.of(Text.class, Amount.class, Truth.class, Words.class)) {
            assertThatExceptionOfType(UnreadableRecordException.class)
                    .isThrownBy(() -> new RecordFormat<>("bare", 1, type).read(empty))
                    .withMessageContaining("not a whole record");
        }
    }

    private record Empty() {}

    @Test
    void aFormatBelowTheFirstIsRefused() {
        byte[] none = new RecordFormat<>("sample", 0, Sample.class).write(SAMPLE);

        assertThatExceptionOfType(UnreadableRecordException.class)
                .isThrownBy(() -> FORMAT.read(none))
                .withMessageContaining("nothing of its format");
    }

    @Test
    void aRecordOfAnotherKindIsRefused() {
        byte[] other = new RecordFormat<>("other", 1, Sample.class).write(SAMPLE);

        assertThatExceptionOfType(UnreadableRecordException.class)
                .isThrownBy(() -> FORMAT.read(other))
                .withMessageContaining("kind is 'other', not 'sample'");
    }

    @Test
    void aRecordThatIsNoRecordIsRefused() {
        for (String content : List.of("null", "\"text\"", "[1,2]", "1")) {
            byte[] file = withItsChecksum("{\"kind\":\"sample\",\"format\":1,\"record\":" + content);

            assertThatExceptionOfType(UnreadableRecordException.class)
                    .isThrownBy(() -> FORMAT.read(file))
                    .withMessageContaining("not a whole record");
        }
    }

    @Test
    void membersOfAnotherTypeAndRepeatedOnesAreRefused() {
        String good = "\"name\":\"n\",\"bytes\":1,\"note\":null,\"words\":[],\"at\":\"1970-01-01T00:00:00Z\"";
        assertThat(FORMAT.read(withItsChecksum(sample(good)))).isNotNull();
        for (String odd : List.of(
                good.replace(":1,", ":1.0,"),
                good.replace(":1,", ":\"1\","),
                good.replace(":1,", ":1e30,"),
                good.replace(":1,", ":9223372036854775808,"),
                good.replace(":1,", ":null,"),
                good.replace("\"n\"", "5"),
                good.replace("[]", "[null]"),
                good.replace("[]", "{}"),
                good.replace("1970-01", "1970-13"),
                good + ",\"bytes\":1",
                good + ",\"note\":null,\"note\":null",
                good + "},\"more\":{")) {
            assertThatExceptionOfType(UnreadableRecordException.class)
                    .as(odd)
                    .isThrownBy(() -> FORMAT.read(withItsChecksum(sample(odd))))
                    .withMessageContaining("not a whole record");
        }
    }

    @Test
    void whatItsConstructorRefusesIsNoRecord() {
        record Positive(int number) {
            Positive {
                if (number < 1) {
                    throw new IllegalArgumentException("not positive");
                }
            }
        }
        RecordFormat<Positive> format = new RecordFormat<>("positive", 1, Positive.class);
        assertThat(format.read(format.write(new Positive(1)))).isEqualTo(new Positive(1));
        byte[] negative = withItsChecksum("{\"kind\":\"positive\",\"format\":1,\"record\":{\"number\":-1}");

        assertThatExceptionOfType(UnreadableRecordException.class)
                .isThrownBy(() -> format.read(negative))
                .withMessageContaining("not a whole record");
    }

    private static String sample(String members) {
        return "{\"kind\":\"sample\",\"format\":1,\"record\":{" + members + "}";
    }

    /** So that only its meaning is wrong. */
    private static byte[] withItsChecksum(String head) {
        byte[] bytes = head.getBytes(StandardCharsets.UTF_8);
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        String digits = HexFormat.of().toHexDigits((int) checksum.getValue());
        return (head + ",\"crc32c\":\"" + digits + "\"}\n").getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void missingUnknownAndEmptyMembersAreRefused() {
        record Fewer(String name) {}
        record More(String name, long bytes, Optional<String> note, List<String> words, Instant at, int more) {}
        record Nothing(Optional<String> name) {}
        List<byte[]> files = List.of(
                new RecordFormat<>("sample", 1, Fewer.class).write(new Fewer("n")),
                new RecordFormat<>("sample", 1, Nothing.class).write(new Nothing(Optional.empty())),
                new RecordFormat<>("sample", 1, More.class)
                        .write(new More("n", 1, Optional.empty(), List.of(), Instant.EPOCH, 1)));

        for (byte[] file : files) {
            assertThatExceptionOfType(UnreadableRecordException.class)
                    .isThrownBy(() -> FORMAT.read(file))
                    .withMessageContaining("not a whole record");
        }
    }

    /** As a driver with a mistake could write it: {@code json} lacks its last brace, and the checksum is right. */
    private static byte[] sealed(String json) {
        CRC32C checksum = new CRC32C();
        checksum.update(json.getBytes(StandardCharsets.UTF_8));
        String tail = ",\"crc32c\":\"" + HexFormat.of().toHexDigits((int) checksum.getValue()) + "\"}\n";
        return (json + tail).getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"kind\",\"bare\"",
                "{\"sort\":\"bare\",\"format\":1,\"record\":{\"held\":{}}",
                "{\"kind\":\"bare\",\"number\":1,\"record\":{\"held\":{}}",
                "{\"kind\":\"bare\",\"format\":1,\"content\":{\"held\":{}}",
                "{\"kind\":\"bare\",\"format\":\"1\",\"record\":{\"held\":{}}",
                "{\"kind\":\"bare\",\"format\":1,\"record\":[]",
                "{\"kind\":\"bare\",\"format\":1,\"record\":{\"held\":5}",
                "{\"kind\":\"bare\",\"format\":1,\"record\":{\"held\":{}},\"more\":1",
                "{\"kind\":\"bare\",\"format\":1,\"record\":{\"held\":{}}} {\"more\":1"
            })
    void aChecksumThatIsRightDoesNotMakeARecordOfOtherJson(String json) {
        record Held(Optional<String> note) {}
        record Bare(Held held) {}
        RecordFormat<Bare> format = new RecordFormat<>("bare", 1, Bare.class);

        assertThat(format.read(sealed("{\"kind\":\"bare\",\"format\":1,\"record\":{\"held\":{}}")))
                .isEqualTo(new Bare(new Held(Optional.empty())));
        assertThatExceptionOfType(UnreadableRecordException.class).isThrownBy(() -> format.read(sealed(json)));
    }
}
