package dev.zonal.csi.mutants;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A deliberate defect, as it stands in a file of {@code src/test/mutants}: the source that it goes into, one sentence of
 * what it would cost somebody, then the lines to take out ({@code -}) and those to put there instead ({@code +}).
 *
 * @param name the file's, without its ending
 * @param source from the root of the sources
 */
record Mutant(String name, Path source, String cost, List<String> without, List<String> with) {
    static final Path FOLDER = Path.of("src", "test", "mutants");
    private static final Path SOURCES = Path.of("src", "main", "java", "dev", "zonal", "csi");
    private static final String ENDING = ".mutant";

    static List<Mutant> all() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<Mutant> all = new ArrayList<>();
            for (Path file : files.filter(path -> path.toString().endsWith(ENDING))
                    .sorted()
                    .toList()) {
                all.add(read(file));
            }
            return all;
        }
    }

    static Mutant read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        return new Mutant(
                requireNonNull(file.getFileName()).toString().replace(ENDING, ""),
                SOURCES.resolve(after("in ", lines.get(0))),
                after("cost ", lines.get(1)),
                marked('-', lines),
                marked('+', lines));
    }

    private static String after(String word, String line) {
        if (!line.startsWith(word)) {
            throw new IllegalArgumentException("'" + line + "' has to begin with '" + word + "'");
        }
        return line.substring(word.length());
    }

    private static List<String> marked(char mark, List<String> lines) {
        return lines.stream()
                .skip(2)
                .filter(line -> !line.isEmpty() && line.charAt(0) == mark)
                .map(line -> line.substring(1))
                .toList();
    }

    /** The package of the source, by its Java name. */
    String room() {
        return requireNonNull(source.getParent())
                .toString()
                .substring("src/main/java/".length())
                .replace('/', '.');
    }

    /** @throws IllegalStateException where what is to be taken out is not there exactly once */
    String applied() throws IOException {
        // From the end of a line to the end of a line, so that a short line is not found inside of a longer one.
        String before = "\n" + Files.readString(source);
        String taken = "\n" + text(without);
        int at = before.indexOf(taken);
        if (without.isEmpty() || at < 0 || before.indexOf(taken, at + 1) >= 0) {
            throw new IllegalStateException("the mutant '" + name + "' no longer applies: what it takes out stands not"
                    + " once in " + source + "; bring it in step with the source");
        }
        return (before.substring(0, at) + "\n" + text(with) + before.substring(at + taken.length())).substring(1);
    }

    private static String text(List<String> lines) {
        return String.join("", lines.stream().map(line -> line + "\n").toList());
    }
}
