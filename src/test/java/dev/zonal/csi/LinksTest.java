package dev.zonal.csi;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the pages lead to is there. */
final class LinksTest {
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|#)([^)#]+)");

    @Test
    void everyLinkOfAPageToAFileOfTheProjectResolves() throws Exception {
        List<String> broken = new ArrayList<>();
        for (Path page : pages()) {
            Matcher links = LINK.matcher(Files.readString(page));
            while (links.find()) {
                Path target = requireNonNull(page.toAbsolutePath().getParent()).resolve(links.group(1));
                if (!Files.exists(target)) {
                    broken.add(page + " -> " + links.group(1));
                }
            }
        }

        assertThat(broken).isEmpty();
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> top = Files.list(Path.of(""));
                Stream<Path> docs = Files.list(Path.of("docs"))) {
            List<Path> pages = Stream.concat(top, docs)
                    .filter(path -> path.toString().endsWith(".md"))
                    .toList();
            assertThat(pages).hasSizeGreaterThan(5);
            return pages;
        }
    }
}
