package dev.zonal.csi.fuzz;

/**
 * Reads the input as one reader of the driver does, and throws where something is wrong with how it was read: anything
 * but a well-formed value that can be written and read again, or the one refusal that the reader promises.
 */
@FunctionalInterface
interface FuzzTarget {
    void read(byte[] input);
}
