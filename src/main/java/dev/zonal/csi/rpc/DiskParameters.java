package dev.zonal.csi.rpc;

import dev.zonal.csi.model.DiskQuality;
import dev.zonal.csi.model.DiskWishes;
import dev.zonal.csi.model.Spelling;
import dev.zonal.csi.model.StorageException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What a StorageClass and a VolumeAttributesClass say of the disks of a cloud. */
final class DiskParameters {
    private static final String CATEGORY = "category";
    private static final String IOPS = "iops";
    private static final String MULTI_ATTACH = "multiAttach";

    private DiskParameters() {}

    /** @param own those of the parameters that are known */
    static DiskWishes wishes(Map<String, String> own) {
        List<String> categories = Arrays.stream(own.getOrDefault(CATEGORY, "").split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        return new DiskWishes(categories, iops("parameters", own), truth(own.getOrDefault(MULTI_ATTACH, "false")));
    }

    /** Over the parameters, what is said beside them of what can be changed later. */
    static Map<String, String> merged(Map<String, String> parameters, Map<String, String> mutable, ParameterSet known) {
        requireKnown(mutable, known);
        Map<String, String> all = new HashMap<>(parameters);
        all.putAll(mutable);
        return all;
    }

    static DiskQuality quality(Map<String, String> mutable, ParameterSet known) {
        requireKnown(mutable, known);
        return new DiskQuality(Optional.ofNullable(mutable.get(CATEGORY)), iops("mutable_parameters", mutable));
    }

    static void requireKnown(Map<String, String> mutable, ParameterSet known) {
        List<String> names = known.mutable();
        mutable.keySet().stream()
                .filter(key -> !names.contains(key))
                .findFirst()
                .ifPresent(key -> {
                    throw new StorageException.InvalidArgument("mutable_parameters: "
                            + (names.isEmpty() ? "this driver has none; " : "")
                            + "'" + key + "' is unknown" + Spelling.hint(key, names)
                            + (names.isEmpty() ? "" : " (there are: " + String.join(", ", names) + ")"));
                });
    }

    private static OptionalLong iops(String field, Map<String, String> own) {
        String text = own.get(IOPS);
        if (text == null) {
            return OptionalLong.empty();
        }
        try {
            long iops = Long.parseLong(text);
            if (iops > 0) {
                return OptionalLong.of(iops);
            }
        } catch (NumberFormatException noNumber) {
            // Told below.
        }
        throw new StorageException.InvalidArgument(field + ": " + IOPS + ": '" + text + "' is no number above 0");
    }

    private static boolean truth(String word) {
        return switch (word) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new StorageException.InvalidArgument(
                        "parameters: " + MULTI_ATTACH + ": '" + word + "' is neither true nor false");
        };
    }
}
