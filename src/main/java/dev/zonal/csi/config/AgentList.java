package dev.zonal.csi.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The agents of a fleet, each with the node that it is on: {@code n1=host:port,n2=host:port}, or {@code @FILE}. */
final class AgentList {
    private AgentList() {}

    /**
     * Reads them in their order.
     *
     * @throws IllegalArgumentException with a sentence for the operator
     */
    static Map<String, ControlAddress> parse(List<String> texts) {
        Map<String, ControlAddress> agents = new LinkedHashMap<>();
        texts.stream().flatMap(AgentList::entries).forEach(entry -> {
            int equals = entry.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("'" + entry + "' names no agent; write n1=host:port");
            }
            String node = Labels.name("the node id", entry.substring(0, equals).strip());
            if (agents.put(
                            node,
                            ControlAddress.parse(entry.substring(equals + 1).strip()))
                    != null) {
                throw new IllegalArgumentException("the node '" + node + "' is named twice");
            }
        });
        return agents;
    }

    private static Stream<String> entries(String text) {
        return text.startsWith("@")
                ? lines(Path.of(text.substring(1)))
                : Stream.of(text.split(",", -1)).map(String::strip);
    }

    /** One agent a line; what begins with # is a remark. */
    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"));
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("'" + file + "' can't be read: " + unreadable, unreadable);
        }
    }
}
