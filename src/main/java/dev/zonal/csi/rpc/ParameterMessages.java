package dev.zonal.csi.rpc;

import dev.zonal.csi.model.AccessType;
import dev.zonal.csi.model.Consistency;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.Provisioning;
import dev.zonal.csi.model.Spelling;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.VolumeCapability;
import dev.zonal.csi.model.VolumeParameters;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What a StorageClass and a VolumeSnapshotClass say. */
final class ParameterMessages {
    private static final String POOL = "pool";
    private static final String PROVISIONING = "provisioning";
    private static final String MKFS_OPTIONS = "mkfsOptions";
    private static final String MOUNT_OPTIONS = "mountOptions";
    private static final String CONSISTENCY = "consistency";

    private ParameterMessages() {}

    /**
     * @param capabilities what the volume is for: options have to be good for their filesystems
     * @param known which there are
     */
    static VolumeParameters ofVolume(
            Map<String, String> parameters, Collection<VolumeCapability> capabilities, ParameterSet known) {
        Map<String, String> own = own(parameters, known.names());
        Set<FilesystemType> filesystems = filesystems(capabilities);
        return new VolumeParameters(
                Optional.ofNullable(own.get(POOL)).map(name -> Fields.name(field(POOL), name)),
                oneOf(Provisioning.class, PROVISIONING, own, Provisioning.THIN),
                MkfsOptions.parse(field(MKFS_OPTIONS), own.getOrDefault(MKFS_OPTIONS, ""), filesystems),
                mountOptions(own.getOrDefault(MOUNT_OPTIONS, ""), filesystems),
                DiskParameters.wishes(own));
    }

    static Consistency ofSnapshot(Map<String, String> parameters) {
        return oneOf(Consistency.class, CONSISTENCY, own(parameters, List.of(CONSISTENCY)), Consistency.SYNCED);
    }

    private static Map<String, String> own(Map<String, String> parameters, List<String> known) {
        Map<String, String> own = new TreeMap<>();
        parameters.forEach((key, value) -> {
            if (known.contains(key)) {
                own.put(key, value);
            } else if (!key.startsWith(KubernetesParameters.PREFIX)) {
                throw new StorageException.InvalidArgument("parameters: '" + key + "' is unknown"
                        + Spelling.hint(key, known) + " (there are: " + String.join(", ", known) + ")");
            }
        });
        return own;
    }

    private static List<String> mountOptions(String text, Set<FilesystemType> filesystems) {
        Optional<FilesystemType> only =
                filesystems.size() == 1 ? filesystems.stream().findFirst() : Optional.empty();
        return MountOptions.parse(field(MOUNT_OPTIONS), List.of(text), only);
    }

    /** Those that are named; where one leaves it open, any may be meant. */
    private static Set<FilesystemType> filesystems(Collection<VolumeCapability> capabilities) {
        Set<FilesystemType> named = EnumSet.noneOf(FilesystemType.class);
        for (VolumeCapability capability : capabilities) {
            if (capability.accessType() instanceof AccessType.Mounted mounted) {
                if (mounted.filesystem().isEmpty()) {
                    return Set.of();
                }
                named.add(mounted.filesystem().get());
            }
        }
        return named;
    }

    private static <E extends Enum<E>> E oneOf(Class<E> type, String key, Map<String, String> own, E fallback) {
        String word = own.get(key);
        if (word == null) {
            return fallback;
        }
        List<String> words = EnumSet.allOf(type).stream()
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList();
        if (!words.contains(word)) {
            throw new StorageException.InvalidArgument(field(key) + ": '" + word + "' is none of "
                    + String.join(", ", words) + Spelling.hint(word, words));
        }
        return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
    }

    private static String field(String key) {
        return "parameters: " + key;
    }
}
