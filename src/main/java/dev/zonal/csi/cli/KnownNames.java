package dev.zonal.csi.cli;

import com.google.protobuf.Message;
import dev.zonal.csi.cli.output.HumanReadable;
import dev.zonal.csi.cli.output.MessageTree;
import dev.zonal.csi.client.CallFailed;
import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.v1.GetNamesRequest;
import dev.zonal.csi.v1.KubernetesObject;
import dev.zonal.csi.v1.Named;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What people call volumes and snapshots: the names that their callers gave, and the claims and VolumeSnapshots of
 * Kubernetes. CSI has no word for them, so they come by a service of Zonal's own; of another driver nothing is known.
 */
final class KnownNames {
    static final KnownNames NONE = new KnownNames(Map.of());

    private static final int UNIMPLEMENTED = 12;
    private static final int AT_ONCE = 5_000;

    private final Map<String, Named> byId;
    private final List<String> headings;

    private KnownNames(Map<String, Named> byId) {
        this.byId = Map.copyOf(byId);
        this.headings = headings(byId.values());
    }

    static KnownNames of(CsiClient client, List<String> ids) {
        Map<String, Named> byId = new HashMap<>();
        try {
            for (int from = 0; from < ids.size(); from += AT_ONCE) {
                List<String> some = ids.subList(from, Math.min(ids.size(), from + AT_ONCE));
                client.maintenance()
                        .getNames(GetNamesRequest.newBuilder().addAllIds(some).build())
                        .getObjectsList()
                        .forEach(named -> byId.put(named.getId(), named));
            }
        } catch (CallFailed failed) {
            if (failed.code() != UNIMPLEMENTED) {
                throw failed;
            }
        }
        return new KnownNames(byId);
    }

    /** The columns that are worth their place in a table of these objects. */
    List<String> headings() {
        return headings;
    }

    private static List<String> headings(Collection<Named> known) {
        List<String> headings = new ArrayList<>();
        if (!known.isEmpty()) {
            headings.add("NAME");
        }
        if (known.stream().anyMatch(Named::hasClaim)) {
            headings.add("CLAIM");
        }
        if (known.stream().anyMatch(Named::hasVolumeSnapshot)) {
            headings.add("VOLUMESNAPSHOT");
        }
        return headings;
    }

    /** The cells of an object below {@link #headings}. */
    List<String> cells(String id) {
        Named named = byId.getOrDefault(id, Named.getDefaultInstance());
        return headings.stream()
                .map(heading -> heading.equals("NAME")
                        ? HumanReadable.text(named.getName())
                        : madeFor(named).map(KnownNames::path).orElse(""))
                .toList();
    }

    /** The lines of an object that is shown alone. */
    Map<String, String> properties(String id) {
        Map<String, String> properties = new LinkedHashMap<>();
        Optional.ofNullable(byId.get(id)).ifPresent(named -> {
            properties.put("name", HumanReadable.text(named.getName()));
            madeFor(named).ifPresent(object -> properties.put(kind(named), path(object)));
        });
        return properties;
    }

    /** An object's message with its names, for programs. */
    Map<String, Object> tree(Message message, String id) {
        Map<String, Object> tree = MessageTree.of(message);
        Optional.ofNullable(byId.get(id)).ifPresent(named -> {
            tree.put("name", named.getName());
            madeFor(named).ifPresent(object -> tree.put(key(named), MessageTree.of(object)));
        });
        return tree;
    }

    /** The ids of those that were made for that object of Kubernetes, written as {@code NAMESPACE/NAME}. */
    List<String> madeFor(String path) {
        return byId.values().stream()
                .filter(named -> madeFor(named)
                        .map(object -> object.getNamespace() + "/" + object.getName())
                        .filter(path::equals)
                        .isPresent())
                .map(Named::getId)
                .toList();
    }

    private static Optional<KubernetesObject> madeFor(Named named) {
        if (named.hasClaim()) {
            return Optional.of(named.getClaim());
        }
        return named.hasVolumeSnapshot() ? Optional.of(named.getVolumeSnapshot()) : Optional.empty();
    }

    private static String kind(Named named) {
        return named.hasClaim() ? "claim" : "VolumeSnapshot";
    }

    private static String key(Named named) {
        return named.hasClaim() ? "claim" : "volumeSnapshot";
    }

    private static String path(KubernetesObject object) {
        return HumanReadable.text(object.getNamespace() + "/" + object.getName());
    }
}
