package dev.zonal.csi.rpc;

import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.Spelling;
import dev.zonal.csi.model.StorageException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The mount options that are passed on. A list of what is allowed, because what is not on it may name a path, another
 * device, or a way to bring the node down ({@code errors=panic}).
 */
final class MountOptions {
    private static final Pattern FLAG = Pattern.compile("");
    private static final Pattern NUMBER = Pattern.compile("=\\d{1,9}");
    private static final Pattern SIZE = Pattern.compile("=\\d{1,9}[kKmMgG]?");
    private static final Pattern WORD = Pattern.compile("=[a-z0-9_:+-]{1,32}");

    /** kubelet quotes a context, since its categories are separated by commas. */
    private static final Pattern CONTEXT = Pattern.compile("=(?:[A-Za-z0-9_.:-]{1,256}|\"[A-Za-z0-9_.:,-]{1,256}\")");

    private static final Map<String, Pattern> ANY = new OptionTable()
            .all(FLAG, "noatime", "atime", "nodiratime", "relatime", "strictatime", "lazytime", "nolazytime")
            .all(FLAG, "nosuid", "nodev", "noexec", "ro", "rw", "sync", "async", "dirsync", "discard", "nodiscard")
            .all(CONTEXT, "context", "fscontext", "defcontext", "rootcontext")
            .done();

    /** What of these a mount in force is compared by, is in {@code node.MountOptionsInForce}. */
    private static final Map<FilesystemType, Map<String, Pattern>> OWN = Map.of(
            FilesystemType.EXT4,
            new OptionTable()
                    .all(Pattern.compile("=(?:ordered|writeback|journal)"), "data")
                    .all(Pattern.compile("=(?:continue|remount-ro)"), "errors")
                    .all(NUMBER, "commit", "stripe", "inode_readahead_blks", "max_batch_time", "min_batch_time")
                    .all(NUMBER, "journal_ioprio", "max_dir_size_kb")
                    .all(FLAG, "journal_checksum", "nojournal_checksum", "journal_async_commit")
                    .all(FLAG, "delalloc", "nodelalloc", "auto_da_alloc", "noauto_da_alloc")
                    .all(FLAG, "dioread_lock", "dioread_nolock", "init_itable", "noinit_itable")
                    .all(FLAG, "block_validity", "noblock_validity", "user_xattr", "nouser_xattr", "acl", "noacl")
                    .all(FLAG, "grpid", "nogrpid", "bsdgroups", "sysvgroups")
                    .all(FLAG, "noquota", "quota", "usrquota", "grpquota", "prjquota")
                    .done(),
            FilesystemType.XFS,
            new OptionTable()
                    .all(SIZE, "allocsize", "logbsize")
                    .all(NUMBER, "logbufs", "sunit", "swidth", "max_atomic_write")
                    .all(FLAG, "inode32", "inode64", "largeio", "nolargeio", "noalign", "swalloc", "wsync")
                    .all(FLAG, "attr2", "noattr2", "ikeep", "noikeep", "filestreams", "grpid", "nogrpid", "nouuid")
                    .all(FLAG, "noquota", "quota", "uquota", "usrquota", "gquota", "grpquota", "pquota", "prjquota")
                    .all(FLAG, "uqnoenforce", "gqnoenforce", "pqnoenforce")
                    .done(),
            FilesystemType.BTRFS,
            new OptionTable()
                    .all(Pattern.compile("(?:=[a-z0-9]{1,8}(?::\\d{1,2})?)?"), "compress", "compress-force")
                    .all(Pattern.compile("(?:=(?:sync|async))?"), "discard")
                    .all(NUMBER, "commit", "metadata_ratio", "thread_pool")
                    .all(SIZE, "max_inline")
                    .all(WORD, "space_cache")
                    .all(FLAG, "autodefrag", "noautodefrag", "ssd", "nossd", "ssd_spread", "nossd_spread")
                    .all(FLAG, "datacow", "nodatacow", "datasum", "nodatasum", "acl", "noacl", "treelog", "notreelog")
                    .all(FLAG, "flushoncommit", "noflushoncommit", "skip_balance")
                    .done());

    private MountOptions() {}

    /**
     * @param texts options, also several in one text, separated by commas
     * @param filesystem what they are for; where that is open, they have to be good for one of those that there are
     */
    static List<String> parse(String field, List<String> texts, Optional<FilesystemType> filesystem) {
        List<String> options = new ArrayList<>();
        for (String text : texts) {
            if (text.isBlank()) {
                continue;
            }
            for (String option : separated(text)) {
                String stripped = option.strip();
                if (!stripped.isEmpty()) {
                    options.add(allowed(field, stripped, filesystem));
                }
            }
        }
        return options;
    }

    /** At each comma that is not between quotes; read from the end, where a quote without a partner is the first. */
    private static List<String> separated(String text) {
        Deque<String> parts = new ArrayDeque<>();
        boolean quoted = false;
        int end = text.length();
        for (int at = text.length() - 1; at >= 0; at--) {
            char letter = text.charAt(at);
            quoted ^= letter == '"';
            if (letter == ',' && !quoted) {
                parts.addFirst(text.substring(at + 1, end));
                end = at;
            }
        }
        parts.addFirst(text.substring(0, end));
        return List.copyOf(parts);
    }

    private static String allowed(String field, String option, Optional<FilesystemType> filesystem) {
        int equals = option.indexOf('=');
        String name = equals < 0 ? option : option.substring(0, equals);
        String value = equals < 0 ? "" : option.substring(equals);
        if (tables(filesystem)
                .flatMap(table -> Stream.ofNullable(table.get(name)))
                .anyMatch(grammar -> grammar.matcher(value).matches())) {
            return option;
        }
        Collection<String> names = new TreeSet<>();
        tables(filesystem).forEach(table -> names.addAll(table.keySet()));
        String subject = field + ": '" + option + "'";
        String kind = filesystem.map(FilesystemType::word).orElse("any filesystem here");
        throw new StorageException.InvalidArgument(
                names.contains(name)
                        ? subject + " has a value that '" + name + "' does not take for " + kind
                        : subject + " is not among the mount options that are passed on for " + kind
                                + Spelling.hint(name, names));
    }

    private static Stream<Map<String, Pattern>> tables(Optional<FilesystemType> filesystem) {
        Stream<Map<String, Pattern>> own =
                filesystem.isPresent() ? Stream.ofNullable(OWN.get(filesystem.get())) : OWN.values().stream();
        return Stream.concat(Stream.of(ANY), own);
    }
}
