package dev.zonal.csi.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Secrets for the driver: only ever from a file, because a command line can be read by every process of the host. */
final class SecretsOption {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--secrets-file",
            paramLabel = "FILE",
            description = "A file with the secrets of this call, one KEY=VALUE a line.")
    private Optional<Path> file = Optional.empty();

    Map<String, String> secrets() {
        Map<String, String> secrets = new LinkedHashMap<>();
        file.ifPresent(path -> {
            int number = 0;
            for (String line : lines(path)) {
                number++;
                int equals = line.indexOf('=');
                if (equals > 0) {
                    secrets.put(line.substring(0, equals).strip(), line.substring(equals + 1));
                } else if (!line.isBlank() && !line.startsWith("#")) {
                    throw misused("line " + number + " of " + path + " is not KEY=VALUE");
                }
            }
        });
        return secrets;
    }

    private Iterable<String> lines(Path path) {
        try {
            return Files.readAllLines(path);
        } catch (IOException unreadable) {
            throw misused("the secrets can't be read: " + unreadable);
        }
    }

    private ParameterException misused(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
