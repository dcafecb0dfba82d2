package dev.zonal.csi.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the kernel says about itself and this process, line by line.
 *
 * @param root {@code /proc}
 */
record KernelFiles(Path root) {
    /** The lines of a file, none where it can't be read. */
    List<String> lines(String file) {
        try {
            return Files.readAllLines(root.resolve(file));
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    /** What comes after the label at the beginning of a line. */
    Optional<String> value(String file, String label) {
        return lines(file).stream()
                .filter(line -> line.startsWith(label))
                .map(line -> line.substring(label.length()).strip())
                .findFirst();
    }
}
