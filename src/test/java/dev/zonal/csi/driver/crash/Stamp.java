package dev.zonal.csi.driver.crash;

import java.util.SplittableRandom;

/**
 * A piece of data that an application writes once: a file on a filesystem, a slot on a raw device. Its bytes follow
 * from its number, so whoever finds it knows whether it is whole.
 *
 * @param slot its place on a raw device
 */
record Stamp(long number, int slot) {
    static final int SLOT_BYTES = 64 << 10;

    private static final String PREFIX = "stamp-";

    String fileName() {
        return PREFIX + number;
    }

    static boolean isNamed(String fileName) {
        return fileName.startsWith(PREFIX);
    }

    byte[] content() {
        SplittableRandom random = new SplittableRandom(number);
        byte[] content = new byte[1 + random.nextInt(SLOT_BYTES)];
        random.nextBytes(content);
        return content;
    }
}
