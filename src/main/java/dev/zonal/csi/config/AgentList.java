package dev.zonal.csi.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a controller learns of its agents: from a list, {@code n1=host:port,n2=host:port}, from a file, {@code @FILE}, or
 * from the Kubernetes that it runs in, {@code kubernetes:ACCOUNT}.
 *
 * @param texts what was said of lists and files
 * @param account the service account of the pods that are agents
 */
public record AgentList(List<String> texts, Optional<String> account) {
    /** Of a driver that is no controller of a fleet. */
    public static final AgentList NONE = new AgentList(List.of(), Optional.empty());

    private static final String KUBERNETES = "kubernetes:";

    public AgentList {
        texts = List.copyOf(texts);
    }

    /** @throws IllegalArgumentException with a sentence for the operator */
    static AgentList parse(List<String> texts) {
        Optional<String> account = texts.stream()
                .filter(text -> text.startsWith(KUBERNETES))
                .map(text -> Labels.name("the service account", text.substring(KUBERNETES.length())))
                .findFirst();
        if (account.isPresent() && texts.size() > 1) {
            throw new IllegalArgumentException("kubernetes:ACCOUNT names all agents; say nothing beside it");
        }
        AgentList list = new AgentList(account.isPresent() ? List.of() : texts, account);
        list.read();
        return list;
    }

    public boolean isEmpty() {
        return texts.isEmpty() && account.isEmpty();
    }

    /**
     * Reads those of lists and files, in their order; a file as it is now.
     *
     * @throws IllegalArgumentException with a sentence for the operator
     */
    public Map<String, ControlAddress> read() {
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
