package dev.zonal.csi.rpc;

import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.StorageException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The options of mkfs that are passed on, each with its value. A list of what is allowed: others name files and devices,
 * or contradict what the driver has to decide itself (sizes, block size, discarding).
 */
final class MkfsOptions {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
    private static final Pattern PERCENT = Pattern.compile("\\d{1,2}(?:\\.\\d{1,4})?");
    private static final Pattern SIZE = Pattern.compile("\\d{1,12}[kKmM]?");
    private static final Pattern EXT4_FEATURES = features(
            "64bit|bigalloc|casefold|dir_index|dir_nlink|ea_inode|encrypt|ext_attr|extent|extra_isize|fast_commit"
                    + "|filetype|flex_bg|has_journal|huge_file|inline_data|large_dir|large_file|metadata_csum"
                    + "|metadata_csum_seed|meta_bg|mmp|orphan_file|project|quota|resize_inode|sparse_super"
                    + "|sparse_super2|stable_inodes|uninit_bg|verity",
            "\\^?");
    private static final Pattern BTRFS_FEATURES = features(
            "mixed-bg|extref|raid1c34|skinny-metadata|no-holes|zoned|quota|squota|free-space-tree|block-group-tree"
                    + "|raid-stripe-tree",
            "\\^?");

    private static final Map<FilesystemType, Map<String, Pattern>> ALLOWED = Map.of(
            FilesystemType.EXT4,
            Map.of(
                    "-m", PERCENT,
                    "-N", NUMBER,
                    "-i", NUMBER,
                    "-I", NUMBER,
                    "-L", label(16),
                    "-O", EXT4_FEATURES,
                    "-E",
                            keyed("lazy_itable_init|lazy_journal_init|stride|stripe_width|stripe-width|resize"
                                    + "|packed_meta_blocks|num_backup_sb|assume_storage_prezeroed|root_owner|quotatype"
                                    + "|discard|nodiscard")),
            FilesystemType.XFS,
            Map.of(
                    "-i", keyed("size|maxpct|align|attr|projid32bit|sparse|nrext64|exchange"),
                    "-d", keyed("agcount|agsize|sunit|swidth|su|sw|noalign|concurrency"),
                    "-l", keyed("size|sunit|su|version|lazy-count|internal|concurrency"),
                    "-n", keyed("size|version|ftype|parent"),
                    "-L", label(12)),
            FilesystemType.BTRFS,
            Map.of("-n", SIZE, "-O", BTRFS_FEATURES, "-L", label(255)));

    private MkfsOptions() {}

    /**
     * @param text words as in a shell, without quotes: {@code -m 0 -O ^has_journal}
     * @param filesystems what they may be for; they have to be good for one of these, or of all where it is open
     * @return the words, each option followed by its value
     */
    static List<String> parse(String field, String text, Set<FilesystemType> filesystems) {
        if (text.isBlank()) {
            return List.of();
        }
        List<String> words = words(field, text);
        Set<FilesystemType> candidates = filesystems.isEmpty() ? Set.of(FilesystemType.values()) : filesystems;
        List<String> reasons =
                candidates.stream().sorted().map(type -> refusal(words, type)).toList();
        if (reasons.stream().allMatch(reason -> !reason.isEmpty())) {
            throw new StorageException.InvalidArgument(field + ": " + String.join("; ", reasons));
        }
        return words;
    }

    private static List<String> words(String field, String text) {
        List<String> words = new ArrayList<>();
        for (String word : text.strip().split("\\s+", -1)) {
            boolean joined = word.startsWith("-") && word.length() > 2;
            words.addAll(joined ? List.of(word.substring(0, 2), word.substring(2)) : List.of(word));
        }
        words.removeIf(String::isEmpty);
        if (words.size() % 2 != 0) {
            throw new StorageException.InvalidArgument(
                    field + ": '" + text.strip() + "' has to be options with one value each, such as -m 0");
        }
        return words;
    }

    /** Why the words are no options of that mkfs; empty where they are. */
    private static String refusal(List<String> words, FilesystemType type) {
        Map<String, Pattern> allowed = ALLOWED.getOrDefault(type, Map.of());
        for (int i = 0; i < words.size(); i += 2) {
            Pattern grammar = allowed.get(words.get(i));
            if (grammar == null) {
                return "'" + words.get(i) + "' is not among the options that are passed on to mkfs." + type + ": "
                        + String.join(" ", new TreeSet<>(allowed.keySet()));
            }
            if (!grammar.matcher(words.get(i + 1)).matches()) {
                return "'" + words.get(i + 1) + "' is not a value that is passed on to mkfs." + type + " with "
                        + words.get(i);
            }
        }
        return "";
    }

    private static Pattern label(int longest) {
        return Pattern.compile("[A-Za-z0-9_.:+][A-Za-z0-9_.:+-]{0," + (longest - 1) + "}");
    }

    private static Pattern features(String names, String sign) {
        String one = sign + "(?:" + names + ")";
        return Pattern.compile(one + "(?:," + one + ")*");
    }

    private static Pattern keyed(String names) {
        String one = Arrays.stream(names.split("\\|", -1)).collect(Collectors.joining("|", "(?:", ")"))
                + "(?:=[A-Za-z0-9_.:+-]+)?";
        return Pattern.compile(one + "(?:," + one + ")*");
    }
}
