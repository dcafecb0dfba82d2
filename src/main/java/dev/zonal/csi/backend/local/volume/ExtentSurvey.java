package dev.zonal.csi.backend.local.volume;

import dev.zonal.csi.backend.local.content.PoolParts;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.model.VolumeId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/**
 * Fragmentation of the volumes of one pool: looked at now and then, in no call's path, and answered from memory. Images
 * that older versions have made get the setting that new ones are made with on the way.
 */
public final class ExtentSurvey {
    private static final int MOST_NAMED = 10;

    private final PoolParts pool;
    private volatile List<Fragmented> mostFragmented = List.of();

    public ExtentSurvey(PoolParts pool) {
        this.pool = pool;
    }

    /** @param extents in how many its image lies */
    public record Fragmented(VolumeId volume, long extents) {}

    /** Those with the most extents, as the last look found them; the worst first. */
    public List<Fragmented> mostFragmented() {
        return mostFragmented;
    }

    /** Looks at each image once. */
    public void look() {
        List<Fragmented> found = new ArrayList<>();
        for (VolumeId id : pool.index().volumeIds()) {
            extents(pool.layout().image(id)).ifPresent(extents -> found.add(new Fragmented(id, extents)));
        }
        mostFragmented = found.stream()
                .filter(volume -> volume.extents() > 0)
                .sorted(Comparator.comparingLong(Fragmented::extents).reversed().thenComparing(Fragmented::volume))
                .limit(MOST_NAMED)
                .toList();
    }

    /** Empty for one that is gone meanwhile, or that its disk does not give. */
    private OptionalLong extents(Path image) {
        try {
            pool.files().copyOnlyWhatIsWritten(image);
            return OptionalLong.of(pool.files().extentCount(image));
        } catch (HostException unreadable) {
            return OptionalLong.empty();
        }
    }
}
