package dev.zonal.csi.backend.local.pool;

import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.store.RecordFormat;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** What {@code pool.json} holds: who the pool is, wherever its disk goes. */
public record PoolRecord(String home, Instant created) {
    public static final RecordFormat<PoolRecord> FORMAT = new RecordFormat<>("pool", 1, PoolRecord.class);

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int LENGTH = 8;

    public static PoolRecord drawn(RandomGenerator random, Instant now) {
        StringBuilder home = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            home.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new PoolRecord(home.toString(), now);
    }

    HomeId homeId() {
        return new HomeId(home);
    }
}
