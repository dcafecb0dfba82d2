package dev.zonal.csi.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import dev.zonal.csi.config.Configuration.LogFormat;
import dev.zonal.csi.config.Configuration.LogSettings;
import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.Faults;
import dev.zonal.csi.host.FileStatus;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.logging.Logging;
import dev.zonal.csi.v1.Csi;
import io.grpc.Status;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.event.Level;

/**
 * A secret in every field that the schema marks as one, in calls that succeed and in calls that fail in every way: it is
 * in no log line, no metric, no error text and no file, whatever the level of the log.
 */
final class SecretsTest {
    private static final String SECRET_KEY = "planted-key";
    private static final String SECRET_VALUE = "planted-value";

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final ServedDriver driver = new ServedDriver();
    private final List<String> answers = new ArrayList<>();

    @AfterEach
    void close() {
        driver.close();
    }

    @ParameterizedTest
    @EnumSource(LogFormat.class)
    void areNowhere(LogFormat format) {
        Logging.start(new LogSettings(format, Level.TRACE), log);
        int planted = 0;
        for (MethodDescriptor method : Csi.getDescriptor().getServices().stream()
                .flatMap(service -> service.getMethods().stream())
                .toList()) {
            // Anew each time, because one of the calls deletes the volume that the others are about.
            Message request = new WellFormedCalls(driver)
                    .all().stream()
                            .map(WellFormedCalls.Call::request)
                            .filter(message -> message.getDescriptorForType().equals(method.getInputType()))
                            .findFirst()
                            .orElseGet(() -> DynamicMessage.getDefaultInstance(method.getInputType()));
            for (RequestField field : secretFields(method)) {
                planted++;
                sendEveryWay(new WellFormedCalls.Call(driver.channel(), method, request), field);
            }
        }

        assertThat(planted).as("fields that the schema marks").isGreaterThan(10);
        assertThat(answers).anyMatch(answer -> answer.contains("OK")).anyMatch(answer -> answer.contains("INTERNAL"));
        assertThat(log.toString(StandardCharsets.UTF_8))
                .contains("CreateVolume", "NodeStageVolume", "incident")
                .doesNotContain("planted");
        assertThat(driver.metrics()).contains("CreateVolume").doesNotContain("planted");
        assertThat(String.join("\n", answers)).doesNotContain("planted");
        List<String> contents = contents(Path.of("/")).toList();
        assertThat(contents).as("what stands on the disk").anyMatch(text -> text.contains("\"kind\":\"volume\""));
        assertThat(contents).noneMatch(text -> text.contains("planted"));
    }

    private static List<RequestField> secretFields(MethodDescriptor method) {
        return RequestField.of(method.getInputType()).stream()
                .filter(field -> field.last().getOptions().getExtension(Csi.csiSecret))
                .toList();
    }

    private void sendEveryWay(WellFormedCalls.Call call, RequestField field) {
        Message secret = field.with(call.request(), List.of(entry(field, SECRET_VALUE)));
        send(call, secret);
        // Over the limit, with nothing else in it, with bytes that are no text, and on a host that fails.
        send(call, field.with(call.request(), List.of(entry(field, SECRET_VALUE.repeat(1000)))));
        send(call, field.with(call.request().getDefaultInstanceForType(), List.of(entry(field, SECRET_VALUE))));
        send(
                call,
                field.withBytes(
                        call.request(),
                        entry(field, SECRET_VALUE).toByteString().concat(ByteString.copyFrom(new byte[] {0x12, 0x7f
                        }))));
        driver.host.faults().refuse(new Faults.Refusal("", Errno.EACCES));
        send(call, secret);
        driver.host.faults().clear();
    }

    private void send(WellFormedCalls.Call call, Message request) {
        Status status = call.send(request);
        answers.add(call.method().getName() + " " + status);
    }

    private static Message entry(RequestField map, String value) {
        return RequestField.entry(map.last(), SECRET_KEY, value);
    }

    private Stream<String> contents(Path path) {
        FileTree files = driver.host.ports().files();
        FileStatus status = files.status(path).orElseThrow();
        return switch (status.kind()) {
            case DIRECTORY -> files.list(path).stream().flatMap(name -> contents(path.resolve(name)));
            case FILE ->
                Stream.of(new String(
                        driver.host.peek(path, 0, (int) Math.min(status.sizeBytes(), 1 << 20)),
                        StandardCharsets.UTF_8));
            default -> Stream.empty();
        };
    }
}
