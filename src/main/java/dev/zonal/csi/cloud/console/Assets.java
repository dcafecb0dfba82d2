package dev.zonal.csi.cloud.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** The files of the page, by their path; read once. */
final class Assets {
    private static final Map<String, String> FILES = Map.of(
            "/", "index.html",
            "/console.css", "console.css",
            "/console.js", "console.js",
            "/map.js", "map.js",
            "/panels.js", "panels.js",
            "/elements.js", "elements.js",
            "/controls.js", "controls.js",
            "/icon.svg", "icon.svg");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    private final Map<String, ConsoleReply> byPath = FILES.entrySet().stream()
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, file -> read(file.getValue())));

    private static ConsoleReply read(String name) {
        try (InputStream file = Assets.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("the program was packaged without " + name);
            }
            return new ConsoleReply(
                    200,
                    Objects.requireNonNull(TYPES.get(name.substring(name.indexOf('.') + 1))),
                    new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    Optional<ConsoleReply> of(String path) {
        return Optional.ofNullable(byPath.get(path));
    }
}
