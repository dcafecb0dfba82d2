package dev.zonal.csi.controller;

import dev.zonal.csi.backend.Home;
import dev.zonal.csi.model.ContentSource;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.Spelling;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Topology;
import dev.zonal.csi.model.TopologyRequirement;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a volume may live, best place first. Pure: the homes that there are, and what was asked.
 *
 * <p>A term of a requirement covers a place where every key that it names has its value there (CSI spec,
 * TopologyRequirement). Preferred terms order the places, in their order; then requisite terms do; then the backend's
 * own order. Requisite terms alone exclude. A volume with a source lives where the source does: that is what makes it
 * constant-time; or where its region is, where snapshots belong to a region.
 */
final class Placement {
    private Placement() {}

    private record Ranked(Home home, int preferred, int requisite) {}

    /**
     * The homes to try, in order; never empty.
     *
     * @param pool the pool asked for by name; without one the source's, else that of the backend's first home
     * @throws StorageException.ResourceExhausted where none fits: another driver, on another node, may have one
     * @throws StorageException.InvalidArgument where a source and another pool are asked for together
     */
    static List<Home> candidates(
            List<Home> homes, Optional<String> pool, Optional<ContentSource> source, TopologyRequirement asked) {
        List<Home> eligible =
                source.map(from -> homesOfCopies(from, homes, pool)).orElseGet(() -> inPool(homes, pool));
        TermRanks requisite = new TermRanks(asked.requisite());
        TermRanks preferred = new TermRanks(asked.preferred());
        List<Home> fitting = eligible.stream()
                .filter(home -> asked.requisite().isEmpty() || requisite.cover(home))
                .map(home -> new Ranked(home, preferred.of(home), requisite.of(home)))
                .sorted(Comparator.comparingInt(Ranked::preferred).thenComparingInt(Ranked::requisite))
                .map(Ranked::home)
                .toList();
        if (fitting.isEmpty()) {
            throw new StorageException.ResourceExhausted(nothingFits(eligible, source, asked));
        }
        return fitting;
    }

    /** The homes of the pool asked for, or of the first pool; empty where no pool has that name. */
    static List<Home> ofPool(List<Home> homes, Optional<String> pool) {
        Optional<String> name = pool.or(() -> homes.stream().findFirst().map(Home::pool));
        return homes.stream()
                .filter(home -> name.map(home.pool()::equals).orElse(false))
                .toList();
    }

    private static List<Home> inPool(List<Home> homes, Optional<String> pool) {
        List<Home> found = ofPool(homes, pool);
        if (found.isEmpty()) {
            List<String> names = homes.stream().map(Home::pool).distinct().toList();
            throw new StorageException.ResourceExhausted(pool.map(name -> "no pool named '" + name + "' here; there "
                            + (names.isEmpty() ? "is none" : "are: " + String.join(", ", names))
                            + Spelling.hint(name, names))
                    .orElse("there is no pool here"));
        }
        return found;
    }

    /** The source's own home first; a snapshot may be restored on others of its region too. */
    private static List<Home> homesOfCopies(ContentSource source, List<Home> homes, Optional<String> pool) {
        Home own = homeOf(source, homes, pool);
        return source instanceof ContentSource.FromVolume
                ? List.of(own)
                : Stream.concat(
                                Stream.of(own),
                                homes.stream().filter(home -> !home.equals(own) && home.restoresFrom(own)))
                        .toList();
    }

    private static Home homeOf(ContentSource source, List<Home> homes, Optional<String> pool) {
        HomeId id = source.id().home();
        Home home = homes.stream()
                .filter(candidate -> candidate.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new StorageException.ResourceExhausted("the source " + source.id()
                        + " lives on another node, in the pool with the id " + id
                        + "; a volume made from it can only be placed there"));
        if (pool.isPresent() && !pool.get().equals(home.pool())) {
            throw new StorageException.InvalidArgument("parameters: pool '" + pool.get() + "' was asked for, but "
                    + source.id() + " lives in '" + home.pool()
                    + "' and a volume made from it shares its blocks; leave the parameter out or name that pool");
        }
        return home;
    }

    private static String nothingFits(List<Home> eligible, Optional<ContentSource> source, TopologyRequirement asked) {
        return "accessibility_requirements: no place fits; asked for " + join(asked.requisite()) + "; "
                + source.map(from -> "the source " + from.id() + " is at ").orElse("there is ")
                + join(eligible.stream()
                        .flatMap(home -> home.accessibleFrom().stream())
                        .distinct()
                        .toList());
    }

    private static String join(List<Topology> places) {
        return places.stream().map(Topology::toString).collect(Collectors.joining(" or "));
    }
}
