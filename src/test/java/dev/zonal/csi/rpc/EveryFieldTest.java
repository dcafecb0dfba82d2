package dev.zonal.csi.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import dev.zonal.csi.v1.CreateVolumeRequest;
import dev.zonal.csi.v1.ListVolumesRequest;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A request that is well-formed but for one field, for every field that the schema knows: INVALID_ARGUMENT, with the
 * name of the field. A field that comes into the schema later is covered without anyone thinking of it.
 */
@Timeout(120)
final class EveryFieldTest {
    private static final String FILLER = "x";

    private final ServedDriver driver = new ServedDriver();
    private final WellFormedCalls calls = new WellFormedCalls(driver);
    private final Set<String> wrong = new TreeSet<>();
    private int tried;

    @AfterEach
    void servesAsBefore() {
        assertThat(driver.controller()
                        .listVolumes(ListVolumesRequest.getDefaultInstance())
                        .getEntriesList())
                .hasSize(1);
        driver.controller()
                .createVolume(
                        CreateVolumeRequest.newBuilder(Requests.createVolume().build())
                                .setName("another")
                                .build());
        driver.close();
    }

    private interface Spoiler {
        Stream<Message> spoil(RequestField field, Message request);
    }

    /** Spoils every field of that kind, in every call that the driver serves. */
    private void spoil(Predicate<RequestField> kind, Spoiler spoiler) {
        spoil(kind, RequestField::name, spoiler);
    }

    /**
     * @param naming what the refusal says for the field's name
     */
    private void spoil(Predicate<RequestField> kind, Function<RequestField, String> naming, Spoiler spoiler) {
        for (WellFormedCalls.Call call : calls.all()) {
            for (RequestField field : RequestField.of(call.method().getInputType())) {
                if (kind.test(field)) {
                    spoiler.spoil(field, call.request()).forEach(request -> refuse(call, naming.apply(field), request));
                }
            }
        }
    }

    private void refuse(WellFormedCalls.Call call, String name, Message request) {
        tried++;
        Status status = call.send(request);
        if (status.getCode() != Code.INVALID_ARGUMENT
                || !String.valueOf(status.getDescription()).contains(name)) {
            wrong.add(call.method().getName() + "." + name + " -> " + status);
        }
    }

    private void allWereRefused(int atLeast) {
        assertThat(wrong).isEmpty();
        assertThat(tried).isGreaterThanOrEqualTo(atLeast);
    }

    private static boolean isText(RequestField field) {
        return field.last().getJavaType() == JavaType.STRING && !field.last().isRepeated();
    }

    private static boolean isPath(RequestField field) {
        return isText(field) && field.name().endsWith("_path");
    }

    @Test
    void aTextBeyondTheLimitOfTheSpec() {
        spoil(
                EveryFieldTest::isText,
                (field, request) -> IntStream.of(isPath(field) ? 4096 : 129, 1 << 20)
                        .mapToObj(length -> field.with(request, FILLER.repeat(length))));

        allWereRefused(80);
    }

    @Test
    void aMapBeyondTheLimitOfTheSpec() {
        spoil(
                field -> field.last().isMapField(),
                (field, request) -> Stream.of(
                        field.with(request, List.of(RequestField.entry(field.last(), "k", FILLER.repeat(4096)))),
                        field.with(request, List.of(RequestField.entry(field.last(), FILLER.repeat(1 << 20), "v"))),
                        field.with(
                                request,
                                IntStream.range(0, 10_000)
                                        .mapToObj(i -> RequestField.entry(field.last(), "key" + i, "v"))
                                        .toList())));

        allWereRefused(50);
    }

    @Test
    void aListOfTextsBeyondTheLimitOfTheSpec() {
        spoil(
                field -> field.last().isRepeated() && field.last().getJavaType() == JavaType.STRING,
                (field, request) -> Stream.of(
                        field.with(request, List.of(FILLER.repeat(4097))),
                        field.with(
                                request,
                                IntStream.range(0, 10_000)
                                        .mapToObj(Integer::toString)
                                        .toList())));

        allWereRefused(10);
    }

    @Test
    void aNumberBelowZero() {
        spoil(
                field -> field.last().getJavaType() == JavaType.LONG,
                (field, request) -> Stream.of(-1L, Long.MIN_VALUE).map(number -> field.with(request, number)));
        spoil(
                field -> field.last().getJavaType() == JavaType.INT,
                (field, request) -> Stream.of(-1, Integer.MIN_VALUE).map(number -> field.with(request, number)));

        allWereRefused(14);
    }

    @Test
    void aValueThatTheEnumDoesNotHave() {
        spoil(
                field -> field.last().getJavaType() == JavaType.ENUM,
                // The message around it has nothing else in it.
                field -> field.name().replace(".access_mode.mode", ".access_mode: "),
                (field, request) -> Stream.of(4242, -1, Integer.MAX_VALUE)
                        .map(number -> field.with(
                                request, field.last().getEnumType().findValueByNumberCreatingIfUnknown(number))));

        allWereRefused(20);
    }

    @Test
    void aTextThatIsNoUtf8() {
        ByteString broken = ByteString.copyFrom(new byte[] {(byte) 0xc3, 0x28});
        List<String> taken = new ArrayList<>();
        for (WellFormedCalls.Call call : calls.all()) {
            for (RequestField field : RequestField.of(call.method().getInputType())) {
                if (field.last().getJavaType() == JavaType.STRING) {
                    tried++;
                    Status status = call.send(field.withBytes(call.request(), broken));
                    if (status.getCode() != Code.INVALID_ARGUMENT) {
                        taken.add(call.method().getName() + "." + field.name() + " -> " + status);
                    }
                }
            }
        }

        assertThat(taken).isEmpty();
        assertThat(tried).isGreaterThan(40);
    }

    @Test
    void aPathThatLeadsElsewhere() {
        spoil(
                field -> Set.of("target_path", "staging_target_path").contains(field.name()),
                (field, request) -> field.without(request).equals(request)
                        ? Stream.empty()
                        : Stream.of("a\0b", "relative", "../up", "/a/../b", "/a//b/./c", "/")
                                .map(path -> field.with(request, path)));

        allWereRefused(20);
    }

    @Test
    void aNameWithControlCharacters() {
        spoil(
                field -> field.name().equals("name"),
                (field, request) -> Stream.of("a\0b", "\u0001", "\u001b[2J", "\u007f", "\u009f")
                        .map(name -> field.with(request, name)));

        allWereRefused(10);
    }

    @Test
    void aFieldThatHasToBeThere() {
        spoil(
                field -> field.path().size() == 1,
                (field, request) -> WellFormedCalls.REQUIRED.contains(field.name())
                                && !field.without(request).equals(request)
                        ? Stream.of(field.without(request))
                        : Stream.empty());
        // Published without being staged: the spec has a code of its own for it.
        assertThat(wrong).singleElement().asString().contains("NodePublishVolume", "code=FAILED_PRECONDITION");
        wrong.clear();

        allWereRefused(20);
    }

    @Test
    void neitherOfTwo() {
        spoil(
                field -> field.name().endsWith(".mount.fs_type"),
                field -> field.name().replace(".mount.fs_type", ".access_type: missing"),
                (field, request) -> Stream.of(
                        new RequestField(field.path().subList(0, field.path().size() - 1)).without(request)));

        allWereRefused(7);
    }
}
