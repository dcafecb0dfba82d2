package dev.zonal.csi.cloud.simulator;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a caller has noted on a disk or a snapshot, on the disk. */
record Tag(String name, String text) {
    static List<Tag> of(Map<String, String> tags) {
        return new TreeMap<>(tags)
                .entrySet().stream()
                        .map(tag -> new Tag(tag.getKey(), tag.getValue()))
                        .toList();
    }

    static Map<String, String> map(List<Tag> tags) {
        Map<String, String> all = new TreeMap<>();
        tags.forEach(tag -> all.put(tag.name(), tag.text()));
        return all;
    }

    /** These, and others in the place of those that have their names. */
    static List<Tag> over(List<Tag> tags, Map<String, String> others) {
        Map<String, String> all = map(tags);
        all.putAll(others);
        return of(all);
    }
}
