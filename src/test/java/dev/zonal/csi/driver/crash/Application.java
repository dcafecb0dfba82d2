package dev.zonal.csi.driver.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an application does with a published volume: it writes durably, and finds again what it wrote. */
final class Application {
    private Application() {}

    /** Returns when the data, and the name under which it stands, are on the disk. */
    static void write(Path target, Kind kind, Stamp stamp) throws IOException {
        ByteBuffer content = ByteBuffer.wrap(stamp.content());
        switch (kind) {
            case BLOCK -> {
                try (FileChannel device = FileChannel.open(target, StandardOpenOption.WRITE)) {
                    write(device, content, (long) stamp.slot() * Stamp.SLOT_BYTES);
                }
            }
            case EXT4, XFS -> {
                try (FileChannel file = FileChannel.open(
                        target.resolve(stamp.fileName()), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                    write(file, content, 0);
                }
                try (FileChannel directory = FileChannel.open(target, StandardOpenOption.READ)) {
                    directory.force(true);
                }
            }
        }
    }

    private static void write(FileChannel file, ByteBuffer content, long position) throws IOException {
        for (long end = position; content.hasRemaining(); ) {
            end += file.write(content, end);
        }
        file.force(true);
    }

    /** What was synced is there and whole, and nothing that was never begun. */
    static void check(Path target, Kind kind, Written written, String what) {
        try {
            switch (kind) {
                case BLOCK -> checkDevice(target, written, what);
                case EXT4, XFS -> checkFiles(target, written, what);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(what, failed);
        }
    }

    private static void checkFiles(Path target, Written written, String what) throws IOException {
        try (Stream<Path> found = Files.list(target)) {
            Set<String> begun = written.begun().stream().map(Stamp::fileName).collect(Collectors.toSet());
            assertThat(found.map(path -> path.getFileName().toString()).filter(Stamp::isNamed))
                    .as("files of %s", what)
                    .isSubsetOf(begun);
        }
        for (Stamp stamp : written.synced()) {
            Path file = target.resolve(stamp.fileName());
            assertThat(file).as(what).exists();
            requireSame(Files.readAllBytes(file), stamp, what);
        }
    }

    private static void checkDevice(Path target, Written written, String what) throws IOException {
        int slots = written.freeSlot() + 1;
        ByteBuffer found = ByteBuffer.allocate(slots * Stamp.SLOT_BYTES);
        try (FileChannel device = FileChannel.open(target, StandardOpenOption.READ)) {
            while (found.hasRemaining() && device.read(found) > 0) {
                // To the end of what may have been written, and a slot beyond.
            }
        }
        byte[] bytes = found.array();
        for (Stamp stamp : written.synced()) {
            int start = stamp.slot() * Stamp.SLOT_BYTES;
            requireSame(Arrays.copyOfRange(bytes, start, start + stamp.content().length), stamp, what);
        }
        Set<Integer> begun = written.begun().stream().map(Stamp::slot).collect(Collectors.toSet());
        for (int slot = 0; slot < slots; slot++) {
            if (!begun.contains(slot)) {
                int start = slot * Stamp.SLOT_BYTES;
                assertThat(Arrays.copyOfRange(bytes, start, start + Stamp.SLOT_BYTES))
                        .as("slot %d of %s, where nobody wrote", slot, what)
                        .containsOnly(0);
            }
        }
    }

    private static void requireSame(byte[] found, Stamp stamp, String what) {
        // Not the bytes themselves: a message of 64 KiB helps nobody.
        assertThat(Arrays.mismatch(found, stamp.content()))
                .as("the first wrong byte of %s in %s", stamp, what)
                .isEqualTo(-1);
    }
}
