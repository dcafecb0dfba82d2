package dev.zonal.csi.host.linux;

import java.util.Locale;

/**
 * The flags of open(2). Three of them differ between architectures (the kernel's
 * {@code arch/arm64/include/uapi/asm/fcntl.h} against {@code include/uapi/asm-generic/fcntl.h}); everything else that
 * this package hands to the kernel is the same on x86_64 and aarch64.
 */
final class OpenFlags {
    static final int READ_ONLY = 0;
    static final int WRITE_ONLY = 1;
    static final int READ_WRITE = 2;
    static final int CREATE = 0x40;
    static final int EXCLUSIVE = 0x80;
    static final int NON_BLOCKING = 0x800;
    static final int CLOSE_ON_EXEC = 0x80000;
    /** The file is only named, not opened: no permission on it is needed, no driver hears of it. */
    static final int PATH = 0x200000;

    static final int DIRECT;
    static final int DIRECTORY;
    static final int NO_FOLLOW;

    static {
        String architecture = System.getProperty("os.arch", "unknown").toLowerCase(Locale.ROOT);
        switch (architecture) {
            case "amd64", "x86_64" -> {
                DIRECT = 0x4000;
                DIRECTORY = 0x10000;
                NO_FOLLOW = 0x20000;
            }
            case "aarch64" -> {
                DIRECT = 0x10000;
                DIRECTORY = 0x4000;
                NO_FOLLOW = 0x8000;
            }
            default -> throw new LinkageError("the system calls' numbers for " + architecture + " are not known here");
        }
    }

    private OpenFlags() {}
}
