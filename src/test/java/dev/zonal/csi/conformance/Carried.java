package dev.zonal.csi.conformance;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an image carries.
 *
 * @param filesystem which one; empty where there is none
 * @param files name and text of each file in it
 * @param blocks what was written to the raw device, by the number of the block
 * @param shownBytes how large the filesystem is at least
 */
record Carried(
        Stage stage,
        String filesystem,
        SortedMap<String, String> files,
        SortedMap<Integer, String> blocks,
        long shownBytes) {
    static final Carried NOTHING =
            new Carried(Stage.BLANK, "", Collections.emptySortedMap(), Collections.emptySortedMap(), 0);

    /** What the driver knows of it: a filesystem may be half made, and a raw device may carry anything. */
    enum Stage {
        BLANK,
        FORMATTING,
        FORMATTED,
        RAW
    }

    Carried formatting(String type) {
        return new Carried(Stage.FORMATTING, type, files, blocks, 0);
    }

    Carried formatted(String type, long bytes) {
        return new Carried(Stage.FORMATTED, type, Collections.emptySortedMap(), blocks, bytes);
    }

    /** A half-made filesystem is as good as none once a workload has had the device. */
    Carried raw() {
        return new Carried(Stage.RAW, filesystem, files, blocks, shownBytes);
    }

    Carried withFile(String name, String text) {
        return new Carried(stage, filesystem, Persistent.with(files, name, text), blocks, shownBytes);
    }

    Carried withBlock(int number, String text) {
        return new Carried(stage, filesystem, files, Persistent.with(blocks, number, text), shownBytes);
    }

    Carried grownTo(long bytes) {
        return new Carried(stage, filesystem, files, blocks, Math.max(shownBytes, bytes));
    }

    /** The filesystem that a request has to agree with; nobody knows what a raw device carries. */
    String known() {
        return stage == Stage.FORMATTING || stage == Stage.FORMATTED ? filesystem : "";
    }

    /** How much of the disk it can take at most. */
    long heldBytes() {
        return 64 * 1024 + 4096L * (files.size() + blocks.size());
    }

    private static final class Persistent {
        static <K, V> SortedMap<K, V> with(SortedMap<K, V> map, K key, V value) {
            SortedMap<K, V> copy = new TreeMap<>(map);
            copy.put(key, value);
            return Collections.unmodifiableSortedMap(copy);
        }
    }
}
