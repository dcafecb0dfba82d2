package dev.zonal.csi.conformance;

import java.util.regex.Pattern;

/** What an id of a request can be, before anybody looks whether there is such a thing. */
enum Ids {
    MISSING,
    /** None that this driver ever gives. */
    FOREIGN,
    /** Of a pool that another node has. */
    ELSEWHERE,
    HERE;

    static final String SOMEBODYS = "fake-id";
    static final String VOLUME_ELSEWHERE = "vol-aaaaaaaaaaaaaaaaaaaaaaaaaa-bbbbbbbb";
    static final String SNAPSHOT_ELSEWHERE = "snap-aaaaaaaaaaaaaaaaaaaaaaaaaa-bbbbbbbb";

    private static final Pattern VOLUME = Pattern.compile("vol-[a-z2-7]{26}-[a-z2-7]{8}");
    private static final Pattern SNAPSHOT = Pattern.compile("snap-[a-z2-7]{26}-[a-z2-7]{8}");

    static Ids ofVolume(String id) {
        return of(id, VOLUME, VOLUME_ELSEWHERE);
    }

    static Ids ofSnapshot(String id) {
        return of(id, SNAPSHOT, SNAPSHOT_ELSEWHERE);
    }

    private static Ids of(String id, Pattern grammar, String elsewhere) {
        if (id.isEmpty()) {
            return MISSING;
        }
        if (!grammar.matcher(id).matches()) {
            return FOREIGN;
        }
        return id.equals(elsewhere) ? ELSEWHERE : HERE;
    }
}
