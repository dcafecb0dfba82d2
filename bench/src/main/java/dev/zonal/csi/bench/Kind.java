package dev.zonal.csi.bench;

import dev.zonal.csi.bench.goals.Chapter;
import dev.zonal.csi.bench.goals.CrowdedNode;
import dev.zonal.csi.bench.goals.DataPath;
import dev.zonal.csi.bench.goals.FleetCalls;
import dev.zonal.csi.bench.goals.FleetScale;
import dev.zonal.csi.bench.goals.Fragmentation;
import dev.zonal.csi.bench.goals.FullPool;
import dev.zonal.csi.bench.goals.Idle;
import dev.zonal.csi.bench.goals.ImageSize;
import dev.zonal.csi.bench.goals.ManyCallers;
import dev.zonal.csi.bench.goals.OneCaller;
import dev.zonal.csi.bench.goals.OpenLoop;
import dev.zonal.csi.bench.goals.Pods;
import dev.zonal.csi.bench.goals.Scale;
import dev.zonal.csi.bench.goals.Sizes;
import dev.zonal.csi.bench.goals.Soak;
import dev.zonal.csi.bench.goals.StagingCalls;
import dev.zonal.csi.bench.goals.Stalls;
import dev.zonal.csi.bench.goals.Start;
import dev.zonal.csi.bench.goals.WithoutEffects;
import java.time.Duration;
import java.util.List;

/** What a run is for. */
enum Kind {
    GOALS("bench"),
    SCALE("bench-scale"),
    SOAK("bench-soak");

    private final String section;

    Kind(String section) {
        this.section = section;
    }

    /** Its name in the docs, and of its file. */
    String section() {
        return section;
    }

    List<Chapter> chapters(int soakMinutes) {
        return switch (this) {
            case GOALS ->
                List.of(
                        new OneCaller(),
                        new ManyCallers(),
                        new OpenLoop(),
                        new WithoutEffects(),
                        new FullPool(),
                        new Sizes(),
                        new Stalls(),
                        new StagingCalls(),
                        new CrowdedNode(),
                        new Pods(),
                        new DataPath(),
                        new Fragmentation(),
                        new Start(),
                        new Idle(),
                        new FleetCalls(),
                        new FleetScale(5000),
                        new ImageSize());
            case SCALE -> List.of(new Scale(), new FleetScale(1000));
            case SOAK -> List.of(new Soak(Duration.ofMinutes(soakMinutes)));
        };
    }
}
