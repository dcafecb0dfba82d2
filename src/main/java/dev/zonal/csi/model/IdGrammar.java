package dev.zonal.csi.model;

/**
 * What ids look like: {@code <kind>-<26 characters>-<home>}, a home 8 characters, all of them of the lower-case base32
 * alphabet. By hand, since every call reads some.
 */
final class IdGrammar {
    private static final int HASH_LENGTH = 26;
    private static final int HOME_LENGTH = 8;

    private IdGrammar() {}

    static boolean isObject(String kind, String text) {
        int hash = kind.length() + 1;
        int home = hash + HASH_LENGTH + 1;
        return text.length() == home + HOME_LENGTH
                && text.startsWith(kind)
                && text.charAt(hash - 1) == '-'
                && isBase32(text, hash, home - 1)
                && text.charAt(home - 1) == '-'
                && isBase32(text, home, text.length());
    }

    static boolean isHome(String text) {
        return text.length() == HOME_LENGTH && isBase32(text, 0, HOME_LENGTH);
    }

    private static boolean isBase32(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if ((c < 'a' || c > 'z') && (c < '2' || c > '7')) {
                return false;
            }
        }
        return true;
    }
}
