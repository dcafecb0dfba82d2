package dev.zonal.csi.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Extension;
import com.google.protobuf.GeneratedMessage.ExtendableMessage;
import dev.zonal.csi.v1.Csi;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The schema against the facts of the CSI wire, both ways: every fact is in the schema, and nothing else is.
 *
 * <p>One name differs, on purpose: a second map that protoc's Java code can't have beside {@code parameters}.
 */
final class SchemaTest {
    private static final FileDescriptor SCHEMA = Csi.getDescriptor();

    @Test
    void thePackageIsThatOfTheSpec() {
        assertThat(SCHEMA.getPackage()).isEqualTo("csi.v1");
        assertThat(SCHEMA.getFullName()).endsWith("csi.proto");
    }

    @Test
    void everyFactIsInTheSchemaAndNothingElse() throws IOException {
        assertThat(described()).containsExactlyInAnyOrderElementsOf(facts());
    }

    @Test
    void theMapThatIsNamedOtherwiseKeepsItsJsonName() {
        List<String> renamed = new ArrayList<>();
        allMessages()
                .forEach(message -> message.getFields().stream()
                        .filter(field -> field.getName().equals("modifiable_parameters"))
                        .forEach(field -> renamed.add(field.getJsonName())));

        assertThat(renamed).hasSize(3).containsOnly("mutableParameters");
    }

    @Test
    void theMarkersHaveTheNumbersOfTheSpec() {
        assertThat(Csi.csiSecret.getNumber()).isEqualTo(1059);
        assertThat(List.of(
                        Csi.alphaEnum.getNumber(),
                        Csi.alphaEnumValue.getNumber(),
                        Csi.alphaField.getNumber(),
                        Csi.alphaMessage.getNumber(),
                        Csi.alphaMethod.getNumber(),
                        Csi.alphaService.getNumber()))
                .containsOnly(1060);
    }

    /** The table's lines without the version, their options in order. */
    private static Set<String> facts() throws IOException {
        Set<String> facts = new HashSet<>();
        try (InputStream table = SchemaTest.class.getResourceAsStream("/csi-wire.tsv")) {
            assertThat(table).isNotNull();
            for (String line : new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                if (!line.startsWith("#")) {
                    List<String> columns = Arrays.asList(line.split("\t", -1));
                    assertThat(columns.getFirst()).isIn("both", "1.12", "1.13");
                    assertThat(facts.add(normalized(columns.subList(1, columns.size()))))
                            .as(line)
                            .isTrue();
                }
            }
        }
        assertThat(facts).hasSizeGreaterThan(400);
        return facts;
    }

    /** A line of the table with all its columns there, so that a missing one and an empty one are the same. */
    private static String normalized(List<String> columns) {
        int width = switch (columns.getFirst()) {
            case "service", "message", "enum" -> 3;
            case "rpc" -> 7;
            case "field" -> 8;
            case "value" -> 5;
            default -> throw new IllegalArgumentException(columns.toString());
        };
        List<String> whole = new ArrayList<>(columns);
        while (whole.size() < width) {
            whole.add("");
        }
        String options =
                String.join(",", new TreeSet<>(Arrays.asList(whole.removeLast().split(",", -1))));
        return String.join("|", whole) + "|" + options;
    }

    private static Set<String> described() {
        Set<String> lines = new HashSet<>();
        SCHEMA.getServices().forEach(service -> {
            add(lines, options(service.getOptions(), Csi.alphaService), "service", service.getName());
            service.getMethods()
                    .forEach(method -> add(
                            lines,
                            options(method.getOptions(), Csi.alphaMethod),
                            "rpc",
                            service.getName(),
                            method.getName(),
                            name(method.getInputType().getFullName()),
                            name(method.getOutputType().getFullName()),
                            method.isServerStreaming() ? "stream" : "unary"));
        });
        allMessages().forEach(message -> {
            add(lines, options(message.getOptions(), Csi.alphaMessage), "message", name(message.getFullName()));
            message.getFields().forEach(field -> describe(lines, message, field));
        });
        allEnums().forEach(type -> {
            add(lines, options(type.getOptions(), Csi.alphaEnum), "enum", name(type.getFullName()));
            type.getValues()
                    .forEach(value -> add(
                            lines,
                            options(value.getOptions(), Csi.alphaEnumValue),
                            "value",
                            name(type.getFullName()),
                            value.getName(),
                            Integer.toString(value.getNumber())));
        });
        return lines;
    }

    private static void describe(Set<String> lines, Descriptor message, FieldDescriptor field) {
        String wireName = field.getName().equals("modifiable_parameters") ? "mutable_parameters" : field.getName();
        OneofDescriptor oneof = field.getRealContainingOneof();
        List<String> options = new ArrayList<>(options(field.getOptions(), Csi.alphaField));
        if (field.getOptions().getExtension(Csi.csiSecret)) {
            options.add("secret");
        }
        add(
                lines,
                options,
                "field",
                name(message.getFullName()),
                wireName,
                Integer.toString(field.getNumber()),
                field.isMapField() ? "map" : type(field),
                field.isMapField() ? mapOf(field) : field.isRepeated() ? "many" : "one",
                oneof == null ? "" : oneof.getName());
    }

    private static String mapOf(FieldDescriptor field) {
        List<FieldDescriptor> entry = field.getMessageType().getFields();
        return "map<" + type(entry.get(0)) + "," + type(entry.get(1)) + ">";
    }

    private static String type(FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case MESSAGE -> name(field.getMessageType().getFullName());
            case ENUM -> name(field.getEnumType().getFullName());
            default -> field.getType().name().toLowerCase(Locale.ROOT);
        };
    }

    private static void add(Set<String> lines, List<String> options, String... columns) {
        lines.add(String.join("|", columns) + "|" + options.stream().sorted().collect(Collectors.joining(",")));
    }

    private static <T extends ExtendableMessage<T>> List<String> options(T options, Extension<T, Boolean> alpha) {
        return options.getExtension(alpha) ? List.of("alpha") : List.of();
    }

    private static String name(String fullName) {
        return fullName.startsWith("csi.v1.") ? fullName.substring("csi.v1.".length()) : fullName;
    }

    private static List<Descriptor> allMessages() {
        List<Descriptor> messages = new ArrayList<>();
        SCHEMA.getMessageTypes().forEach(message -> collect(messages, message));
        return messages;
    }

    private static void collect(List<Descriptor> messages, Descriptor message) {
        if (!message.getOptions().getMapEntry()) {
            messages.add(message);
            message.getNestedTypes().forEach(nested -> collect(messages, nested));
        }
    }

    private static List<EnumDescriptor> allEnums() {
        List<EnumDescriptor> enums = new ArrayList<>(SCHEMA.getEnumTypes());
        allMessages().forEach(message -> enums.addAll(message.getEnumTypes()));
        return enums;
    }
}
