package dev.zonal.csi.backend.local.stray;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** A command for a POSIX shell that a person types or pastes. */
final class ShellCommand {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+,=-]+");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private ShellCommand() {}

    /**
     * The program with that path as its last word, quoted where it has to be.
     *
     * @return empty where the path has control characters: a terminal would make something else of them
     */
    static Optional<String> of(String program, Path path) {
        String word = path.toString();
        return CONTROL.matcher(word).find() ? Optional.empty() : Optional.of(program + " " + quoted(word));
    }

    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
