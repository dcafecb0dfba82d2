package dev.zonal.csi.host.linux;

/**
 * Device numbers as user space writes them in one number (makedev(3)). The kernel's major has 12 bits and its minor 20;
 * for these the encoding of stat(2), that of mknod(2) and that of LOOP_GET_STATUS64 ({@code huge_encode_dev}) are one
 * and the same, so that a file's identity can be compared with what a loop device says of its file.
 */
final class DeviceNumber {
    private static final int LARGEST_MAJOR = 0xfff;
    private static final int LARGEST_MINOR = 0xfffff;

    private DeviceNumber() {}

    static long of(int major, int minor) {
        long high = Integer.toUnsignedLong(major);
        long low = Integer.toUnsignedLong(minor);
        return (high & ~0xfffL) << 32 | (low & ~0xffL) << 12 | (high & 0xfffL) << 8 | (low & 0xffL);
    }

    /** Whether it is one that the kernel gives to what stands on no device, or on many: those of major 0. */
    static boolean isNone(long number) {
        return (number >>> 8 & 0xfffL) == 0 && number >>> 44 == 0;
    }

    /**
     * Reads {@code 7:3}, as sysfs and mountinfo write it.
     *
     * @throws NumberFormatException where it is something else
     */
    static long parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new NumberFormatException("'" + text + "' is no device number");
        }
        return of(within(LARGEST_MAJOR, text.substring(0, colon)), within(LARGEST_MINOR, text.substring(colon + 1)));
    }

    private static int within(int largest, String text) {
        int number = Integer.parseUnsignedInt(text);
        if (number < 0 || number > largest) {
            throw new NumberFormatException("'" + text + "' is more than the kernel's " + largest);
        }
        return number;
    }
}
