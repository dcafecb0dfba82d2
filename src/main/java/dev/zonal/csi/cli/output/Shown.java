package dev.zonal.csi.cli.output;

import com.google.protobuf.Message;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Help.Ansi;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/**
 * What a command found out or did.
 *
 * @param document for programs: maps, lists, strings, numbers, in the words of the CSI spec
 * @param names the ids of the objects that it is about
 * @param text for people, with its line ends
 * @param exitCode what the command ends with
 */
public record Shown(Object document, List<String> names, Function<Ansi, String> text, int exitCode) {
    public Shown {
        names = List.copyOf(names);
    }

    /** A message of the driver's, as a table. */
    public static Shown of(Message message, List<String> names, Table table) {
        return new Shown(MessageTree.of(message), names, table::render, 0);
    }

    /** What a message was made into for programs, and as a table. */
    public static Shown of(Map<String, Object> document, List<String> names, Table table) {
        return new Shown(document, names, table::render, 0);
    }

    /** Something that was done to one object, for people in a sentence, for programs as the request that did it. */
    public static Shown done(Message request, String name, String sentence) {
        return new Shown(MessageTree.of(request), List.of(name), _ -> sentence + "\n", 0);
    }

    /** All of it, in that format. */
    public String as(OutputOption.Format format, Ansi ansi) {
        return switch (format) {
            case TABLE -> text.apply(ansi);
            case JSON -> json(document);
            case YAML -> yaml(document);
            case NAME -> String.join("", names.stream().map(name -> name + "\n").toList());
        };
    }

    private static String json(Object document) {
        return JsonMapper.builder()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .build()
                        .writeValueAsString(document)
                + "\n";
    }

    private static String yaml(Object document) {
        return YAMLMapper.builder()
                .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
                .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
                .build()
                .writeValueAsString(document);
    }
}
