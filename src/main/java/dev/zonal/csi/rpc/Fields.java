package dev.zonal.csi.rpc;

import dev.zonal.csi.model.StorageException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reads single fields within the limits of the CSI spec ("Size Limits"); what is wrong is named with its field. */
final class Fields {
    private static final int LONGEST_TEXT_BYTES = 128;
    private static final int LARGEST_MAP_BYTES = 4096;

    /** PATH_MAX without the closing NUL. */
    private static final int LONGEST_PATH_BYTES = 4095;

    private Fields() {}

    /** A text that has to be there. */
    static String required(String field, String value) {
        if (value.isEmpty()) {
            throw missing(field);
        }
        return text(field, value);
    }

    /** A text that may be empty. */
    static String text(String field, String value) {
        return notLonger(field, value, LONGEST_TEXT_BYTES);
    }

    /** A name that the CO chose: any text without the characters that the spec bans. */
    static String name(String field, String value) {
        String name = required(field, value);
        if (name.chars().anyMatch(Fields::isBanned)) {
            throw new StorageException.InvalidArgument(
                    field + ": a name must not have control characters in it, other than tab and the ends of lines");
        }
        return name;
    }

    /** CSI spec, CreateVolumeRequest.name: control characters other than commonly used whitespace. */
    private static boolean isBanned(int c) {
        return (c < ' ' && c != '\t' && c != '\n' && c != '\r') || (c >= 0x7f && c <= 0x9f);
    }

    /** A path that has to be there; what it leads to is looked at later. */
    static Path path(String field, String value) {
        if (value.isEmpty()) {
            throw missing(field);
        }
        notLonger(field, value, LONGEST_PATH_BYTES);
        try {
            return Path.of(value);
        } catch (InvalidPathException wrong) {
            throw new StorageException.InvalidArgument(field + ": not a path: " + wrong.getReason());
        }
    }

    static Map<String, String> map(String field, Map<String, String> map) {
        long size = 0;
        for (Map.Entry<String, String> entry : map.entrySet()) {
            size += bytes(entry.getKey()) + bytes(entry.getValue());
        }
        return notLarger(field, map, size);
    }

    static List<String> list(String field, List<String> list) {
        return notLarger(field, list, list.stream().mapToLong(Fields::bytes).sum());
    }

    static StorageException.InvalidArgument missing(String field) {
        return new StorageException.InvalidArgument(field + ": missing");
    }

    private static String notLonger(String field, String value, int longest) {
        int size = bytes(value);
        if (size > longest) {
            throw new StorageException.InvalidArgument(
                    field + ": " + size + " bytes are too long; the limit is " + longest);
        }
        return value;
    }

    private static <T> T notLarger(String field, T value, long size) {
        if (size > LARGEST_MAP_BYTES) {
            throw new StorageException.InvalidArgument(
                    field + ": " + size + " bytes are too much; the limit is " + LARGEST_MAP_BYTES);
        }
        return value;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
