package dev.zonal.csi.rpc;

import static dev.zonal.csi.fuzz.Oracle.holds;
import static dev.zonal.csi.fuzz.Oracle.isSentence;
import static dev.zonal.csi.fuzz.Oracle.same;
import static dev.zonal.csi.fuzz.Oracle.text;

import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.StorageException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Options for mkfs and mount: what is passed on names no path and hides no further option. */
public final class OptionsFuzz {
    private OptionsFuzz() {}

    public static void read(byte[] input) {
        String text = text(input);
        for (FilesystemType type : FilesystemType.values()) {
            readMkfs(text, Set.of(type));
            readMount(text, Optional.of(type));
        }
        readMkfs(text, Set.of());
        readMount(text, Optional.empty());
    }

    private static void readMkfs(String text, Set<FilesystemType> filesystems) {
        try {
            List<String> words = MkfsOptions.parse("mkfsOptions", text, filesystems);
            for (int i = 0; i < words.size(); i++) {
                String word = words.get(i);
                holds(word.startsWith("-") == (i % 2 == 0), "every option has its value, and no value is an option");
                holds(word.matches("[!-~]+") && !word.contains("/"), "no word is a path or has a space in it");
            }
            same(words, MkfsOptions.parse("mkfsOptions", String.join(" ", words), filesystems));
        } catch (StorageException.InvalidArgument refusal) {
            isSentence(refusal);
        }
    }

    private static void readMount(String text, Optional<FilesystemType> filesystem) {
        try {
            List<String> options = MountOptions.parse("mountOptions", List.of(text), filesystem);
            options.forEach(option ->
                    holds(option.matches("[!-~]+") && !option.contains("/"), "no option is a path or has a space"));
            same(options, MountOptions.parse("mountOptions", options, filesystem));
            same(options, MountOptions.parse("mountOptions", List.of(String.join(",", options)), filesystem));
        } catch (StorageException.InvalidArgument refusal) {
            isSentence(refusal);
        }
    }
}
