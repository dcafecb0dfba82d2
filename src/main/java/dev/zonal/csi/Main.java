package dev.zonal.csi;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The program {@code zonal}. */
public final class Main {
    /** Used by the launcher after a build; nothing that a person would type. */
    private static final String REHEARSE = "rehearse";

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        List<String> words = Arrays.asList(arguments);
        if (words.equals(List.of(REHEARSE))) {
            Rehearsal.run();
        } else {
            System.exit(plainServe(words)
                    .orElseGet(() -> Program.commandLine(arguments).execute(arguments)));
        }
    }

    /** The exit code of a driver that served; empty where these words are for the command line to make something of. */
    private static Optional<Integer> plainServe(List<String> words) {
        return !words.isEmpty() && words.getFirst().equals(Serve.NAME)
                ? ServeFlags.read(words.subList(1, words.size()))
                        .map(flags -> Serve.untilStopped(flags, System.err::println))
                : Optional.empty();
    }
}
