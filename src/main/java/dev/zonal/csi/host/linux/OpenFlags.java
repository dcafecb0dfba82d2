package dev.zonal.csi.host.linux;

/**
 * The flags of open(2). Three of them differ between architectures (the kernel's
 * {@code arch/arm64/include/uapi/asm/fcntl.h} against {@code include/uapi/asm-generic/fcntl.h}).
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

    static final int DIRECT = Architecture.choose(0x4000, 0x10000);
    static final int DIRECTORY = Architecture.choose(0x10000, 0x4000);
    static final int NO_FOLLOW = Architecture.choose(0x20000, 0x8000);

    private OpenFlags() {}
}
