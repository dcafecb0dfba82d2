package dev.zonal.csi.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The data of somebody's shop: written, checked, and damaged as people damage data. */
final class SampleFiles {
    private static final int MEBI = 1 << 20;
    private static final Map<String, Integer> SIZES = Map.of(
            "orders.db", 16 * MEBI,
            "orders.db-journal", 256 << 10,
            "invoices/2026-01.pdf", 3 * MEBI,
            "invoices/2026-02.pdf", 2 * MEBI,
            "customers.csv", 700_000);

    private SampleFiles() {}

    static long totalBytes() {
        return SIZES.values().stream().mapToLong(Integer::longValue).sum();
    }

    /** Writes all of them, durably. */
    static void write(Path folder) {
        SIZES.forEach((name, size) -> {
            byte[] content = new byte[size];
            // Not compressible, and the same in every run.
            new Random(name.hashCode()).nextBytes(content);
            durably(folder.resolve(name), content);
        });
    }

    /** The SHA-256 of each file, by its name below the folder. */
    static SortedMap<String, String> checksums(Path folder) {
        SortedMap<String, String> sums = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(Files::isRegularFile)
                    .forEach(file -> sums.put(folder.relativize(file).toString(), checksum(file)));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return sums;
    }

    /** Deletes the invoices and overwrites what is left. */
    static void damage(Path folder) {
        try {
            Files.delete(folder.resolve("invoices/2026-01.pdf"));
            Files.delete(folder.resolve("invoices/2026-02.pdf"));
            Files.delete(folder.resolve("invoices"));
            durably(folder.resolve("customers.csv"), "name,address\n".getBytes(StandardCharsets.US_ASCII));
            durably(folder.resolve("orders.db"), new byte[MEBI]);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static void durably(Path file, byte[] content) {
        try {
            Files.createDirectories(file.resolveSibling("."));
            try (FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String checksum(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
