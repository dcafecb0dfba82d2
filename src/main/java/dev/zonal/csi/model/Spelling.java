package dev.zonal.csi.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody meant who misspelt a word. */
public final class Spelling {
    private Spelling() {}

    /** The candidate with the fewest edits from the word, where at most half of its letters would change. */
    public static Optional<String> nearest(String word, Collection<String> candidates) {
        String folded = word.toLowerCase(Locale.ROOT);
        return candidates.stream()
                .min(Comparator.<String>comparingInt(candidate -> distance(folded, candidate.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()))
                .filter(best -> distance(folded, best.toLowerCase(Locale.ROOT)) <= Math.max(1, best.length() / 2));
    }

    /** {@code "; did you mean 'pool'?"}, or nothing. */
    public static String hint(String word, Collection<String> candidates) {
        return nearest(word, candidates)
                .map(best -> "; did you mean '" + best + "'?")
                .orElse("");
    }

    /** Levenshtein's distance over one row; words from outside are cut, so that it stays cheap. */
    private static int distance(String from, String to) {
        String source = from.substring(0, Math.min(from.length(), 128));
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= source.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int above = row[j];
                int substituted = diagonal + (source.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(substituted, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[to.length()];
    }
}
