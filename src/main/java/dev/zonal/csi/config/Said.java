package dev.zonal.csi.config;

import java.util.List;

/**
 * What somebody said for a setting.
 *
 * @param origin where, for the message when it is wrong: {@code --pool}, {@code ZONAL_POOL}, {@code zonal.yaml line 3}
 */
record Said(List<String> values, String origin) {
    Said {
        values = List.copyOf(values);
    }
}
