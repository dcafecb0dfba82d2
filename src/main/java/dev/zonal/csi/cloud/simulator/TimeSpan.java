package dev.zonal.csi.cloud.simulator;

import java.time.Duration;

/** How a duration is written in the sentences of the cloud: {@code 6 h}, {@code 90 s}, {@code 1500 ms}. */
final class TimeSpan {
    private TimeSpan() {}

    /** In the largest unit of which it is a whole number; minutes are told in seconds. */
    static String words(Duration duration) {
        if (duration.toMillis() % 1000 != 0) {
            return duration.toMillis() + " ms";
        }
        return duration.toSeconds() % 3600 == 0 && !duration.isZero()
                ? duration.toHours() + " h"
                : duration.toSeconds() + " s";
    }
}
