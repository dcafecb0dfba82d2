package dev.zonal.csi.driver.crash;

import java.util.List;
import java.util.function.Function;

/** What a worker does next. */
sealed interface Task {
    /** A call. */
    record Call(Step step) implements Task {}

    /** A call that copies a volume, while an application may write to it. */
    record Copy(VolumeEntry from, Function<List<Stamp>, Step> step) implements Task {}

    /** An application writes to a published volume. */
    record Write(VolumeEntry volume) implements Task {}

    static Task of(Step step) {
        return new Call(step);
    }
}
