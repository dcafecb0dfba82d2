package dev.zonal.csi.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import dev.zonal.csi.SimulatedCloudDriver;
import dev.zonal.csi.backend.cloud.CloudBackend;
import dev.zonal.csi.cloud.CloudState;
import dev.zonal.csi.v1.ControllerGrpc;
import dev.zonal.csi.v1.Csi;
import dev.zonal.csi.v1.IdentityGrpc;
import dev.zonal.csi.v1.ProbeRequest;
import io.grpc.ManagedChannel;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Every field of every request, by the schema itself, filled with what nobody in his right mind would send. The answer
 * is one that the spec knows, never an accident, and the driver serves as before.
 */
@Timeout(120)
final class HostileRequestsTest {
    private static final Set<Code> ORDERLY = EnumSet.of(
            Code.OK,
            Code.INVALID_ARGUMENT,
            Code.NOT_FOUND,
            Code.ALREADY_EXISTS,
            Code.FAILED_PRECONDITION,
            Code.OUT_OF_RANGE,
            Code.RESOURCE_EXHAUSTED,
            Code.ABORTED,
            Code.UNIMPLEMENTED);

    private static final List<String> TEXTS = List.of(
            "",
            "x".repeat(129),
            "x".repeat(5000),
            "x".repeat(1 << 20),
            "a\0b",
            "\u0001\u001b[2J\u009f",
            "a\nb",
            "..",
            "../../../../etc",
            "/etc/passwd",
            "/",
            "-rf",
            "%s%n${jndi:ldap://x}",
            "\ud83d\ude00",
            "vol-aaaaaaaaaaaaaaaaaaaaaaaaaa-bbbbbbbb",
            "snap-aaaaaaaaaaaaaaaaaaaaaaaaaa-bbbbbbbb");
    private static final List<Long> NUMBERS =
            List.of(0L, 1L, -1L, Long.MAX_VALUE, Long.MIN_VALUE, 4095L, 1L << 62, 0x8000_0000L);
    private static final List<Integer> SMALL_NUMBERS = List.of(0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE);

    @Test
    void everyFieldOfEveryRequestIsReadInAnOrderlyWay() {
        try (ServedDriver driver = new ServedDriver()) {
            requireOrder(driver.channel());
        }
    }

    /** Whatever was made then is a volume or snapshot that is listed, and nothing else is in the cloud. */
    @Test
    void soItIsByADriverOverACloud() {
        try (SimulatedCloudDriver driver = new SimulatedCloudDriver("", Map.of("i-a", "a"));
                ServedServices served = new ServedServices(driver.services("i-a"), Duration.ofMinutes(5))) {
            requireOrder(served.channel());

            driver.disks.waiting.pause(Duration.ofMinutes(1));
            CloudBackend backend = driver.disks.backend();
            assertThat(backend.refresh()).isEmpty();
            CloudState state = driver.disks.control().state();
            assertThat(state.disks()).hasSameSizeAs(backend.volumes(Optional.empty(), Integer.MAX_VALUE));
            assertThat(state.snapshots()).hasSameSizeAs(backend.snapshots(Optional.empty(), Integer.MAX_VALUE));
        }
    }

    private static void requireOrder(ManagedChannel driver) {
        Set<String> accidents = new TreeSet<>();
        int tried = 0;
        for (ServiceDescriptor service : Csi.getDescriptor().getServices()) {
            for (MethodDescriptor method : service.getMethods()) {
                for (Message request : spoilt(wellFormed(driver, method))) {
                    Code code = call(driver, method, request);
                    tried++;
                    if (!ORDERLY.contains(code)) {
                        accidents.add(method.getName() + " " + code + " " + shortened(request));
                    }
                }
            }
        }
        assertThat(IdentityGrpc.newBlockingStub(driver)
                        .withDeadlineAfter(1, TimeUnit.SECONDS)
                        .probe(ProbeRequest.getDefaultInstance())
                        .hasReady())
                .isTrue();
        assertThat(accidents).isEmpty();
        assertThat(tried).isGreaterThan(1000);
    }

    /** Something that gets past the first checks, where there is such a thing. */
    private static Message wellFormed(ManagedChannel driver, MethodDescriptor method) {
        String volume = ControllerGrpc.newBlockingStub(driver)
                .createVolume(Requests.createVolume().build())
                .getVolume()
                .getVolumeId();
        DynamicMessage.Builder request = DynamicMessage.newBuilder(method.getInputType());
        for (FieldDescriptor field : method.getInputType().getFields()) {
            switch (field.getName()) {
                case "volume_id", "source_volume_id" -> request.setField(field, volume);
                case "node_id" -> request.setField(field, "i-a");
                case "name" -> request.setField(field, "pvc-1");
                case "staging_target_path", "target_path", "volume_path" -> request.setField(field, "/nowhere/at/all");
                case "volume_capability" -> request.setField(field, Requests.MOUNT);
                case "volume_capabilities" -> request.addRepeatedField(field, Requests.MOUNT);
                default -> {
                    // Left out.
                }
            }
        }
        return request.build();
    }

    private static List<Message> spoilt(Message message) {
        List<Message> spoilt = new ArrayList<>();
        spoilt.add(message.getDefaultInstanceForType());
        spoilt.add(message);
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            for (Object value : values(message, field)) {
                Message.Builder builder = message.toBuilder();
                spoilt.add(builder.setField(field, value).build());
            }
        }
        return spoilt;
    }

    private static List<Object> values(Message message, FieldDescriptor field) {
        if (field.isMapField()) {
            return maps(field);
        }
        List<Object> single = singles(message, field);
        if (!field.isRepeated()) {
            return single;
        }
        List<Object> lists = new ArrayList<>();
        lists.add(List.of());
        single.forEach(value -> lists.add(List.of(value)));
        if (!single.isEmpty()) {
            lists.add(List.of(single.getLast(), single.getLast()));
        }
        return lists;
    }

    private static List<Object> singles(Message message, FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case STRING -> new ArrayList<>(TEXTS);
            case LONG -> new ArrayList<>(NUMBERS);
            case INT -> new ArrayList<>(SMALL_NUMBERS);
            case BOOLEAN -> List.of(true, false);
            case ENUM ->
                List.of(
                        field.getEnumType().getValues().getLast(),
                        field.getEnumType().findValueByNumberCreatingIfUnknown(4242));
            case MESSAGE -> {
                Message inner = (Message) DynamicMessage.getDefaultInstance(field.getMessageType());
                yield new ArrayList<>(spoilt(inner));
            }
            default -> throw new IllegalStateException(field + " of " + message);
        };
    }

    private static List<Object> maps(FieldDescriptor field) {
        List<Object> maps = new ArrayList<>();
        for (String text : TEXTS) {
            maps.add(List.of(RequestField.entry(field, text, "v")));
            maps.add(List.of(RequestField.entry(field, "csi.storage.k8s.io/x", text)));
            maps.add(List.of(RequestField.entry(field, "mountOptions", text)));
            maps.add(List.of(RequestField.entry(field, "mkfsOptions", text)));
        }
        List<Message> many = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            many.add(RequestField.entry(field, "key" + i, "v"));
        }
        maps.add(many);
        return maps;
    }

    private static Code call(ManagedChannel driver, MethodDescriptor method, Message request) {
        return new WellFormedCalls.Call(driver, method, request).send(request).getCode();
    }

    private static String shortened(Message request) {
        String text = request.toString();
        return text.length() > 200 ? text.substring(0, 200) : text;
    }
}
