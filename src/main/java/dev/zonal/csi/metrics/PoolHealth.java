package dev.zonal.csi.metrics;

import java.util.List;

/**
 * Whether a pool can be used at this moment.
 *
 * @param state one of {@link #STATES}
 * @param sentence the same in words, with the pool's name
 */
public record PoolHealth(String pool, String state, String sentence, boolean serving) {
    static final List<String> STATES = List.of("opening", "serving", "sick");
}
