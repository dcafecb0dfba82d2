package dev.zonal.csi.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every target with its seeds, among them whatever the fuzzer ever found, and with small changes to these. The search
 * that follows what the code does is {@code ./mvnw -Pfuzz test}.
 */
@Timeout(120)
final class FuzzTargetsTest {
    private static final long SEED = 20_260;
    private static final int CHANGES_PER_SEED = 200;

    static Stream<String> names() {
        return FuzzTargets.all().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void readsItsSeedsAndWhatIsLikeThem(String name) throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        List<byte[]> inputs = new ArrayList<>(List.of(new byte[0]));
        for (Path seed : FuzzTargets.seedFilesOf(name)) {
            byte[] whole = Files.readAllBytes(seed);
            inputs.add(whole);
            for (int i = 0; i < CHANGES_PER_SEED; i++) {
                inputs.add(changed(whole, random));
            }
        }
        assertThat(inputs).hasSizeGreaterThan(CHANGES_PER_SEED);

        for (byte[] input : inputs) {
            try {
                FuzzTargets.named(name).read(input);
            } catch (RuntimeException | Error wrong) {
                fail(name + " with the bytes " + HexFormat.of().formatHex(input), wrong);
            }
        }
    }

    /** A folder of seeds without a target would never be read. */
    @Test
    void everyFolderOfSeedsHasItsTarget() throws IOException {
        try (Stream<Path> folders = Files.list(FuzzTargets.seedsOf("ids").resolveSibling(""))) {
            assertThat(folders.map(folder -> folder.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(FuzzTargets.all().keySet());
        }
    }

    private static byte[] changed(byte[] whole, SplittableRandom random) {
        byte[] changed = Arrays.copyOf(whole, Math.max(1, random.nextInt(10) == 0 ? whole.length / 2 : whole.length));
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            int place = random.nextInt(changed.length);
            int other = random.nextInt(changed.length);
            changed[place] = random.nextBoolean() ? changed[other] : (byte) random.nextInt(256);
        }
        return changed;
    }
}
