package dev.zonal.csi.rpc;

import dev.zonal.csi.model.StorageException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Reads single fields; what is wrong is named with its field. Their size was looked at before ({@link SizeLimits}). */
final class Fields {
    private Fields() {}

    /** A text that has to be there. */
    static String required(String field, String value) {
        if (value.isEmpty()) {
            throw missing(field);
        }
        return value;
    }

    /** A name that the CO chose: any text without the characters that the spec bans. */
    static String name(String field, String value) {
        String name = required(field, value);
        for (int i = 0; i < name.length(); i++) {
            if (isBanned(name.charAt(i))) {
                throw new StorageException.InvalidArgument(field
                        + ": a name must not have control characters in it, other than tab and the ends of lines");
            }
        }
        return name;
    }

    /** CSI spec, CreateVolumeRequest.name: control characters other than commonly used whitespace. */
    private static boolean isBanned(char c) {
        return (c < ' ' && c != '\t' && c != '\n' && c != '\r') || (c >= 0x7f && c <= 0x9f);
    }

    /** A path that has to be there; what it leads to is looked at later. */
    static Path path(String field, String value) {
        if (value.isEmpty()) {
            throw missing(field);
        }
        try {
            return Path.of(value);
        } catch (InvalidPathException wrong) {
            throw new StorageException.InvalidArgument(field + ": not a path: " + wrong.getReason());
        }
    }

    static StorageException.InvalidArgument missing(String field) {
        return new StorageException.InvalidArgument(field + ": missing");
    }
}
