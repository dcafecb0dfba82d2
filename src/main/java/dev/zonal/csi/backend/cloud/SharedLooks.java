package dev.zonal.csi.backend.cloud;

import dev.zonal.csi.cloud.CloudException;
import dev.zonal.csi.cloud.CloudException.Kind;
import dev.zonal.csi.concurrent.BoundedWait;
import dev.zonal.csi.concurrent.Deadline;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.tracing.CurrentSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Looks at objects of the cloud, in batches: whoever waits for one announces it, and the first whose pause is over asks for
 * all that are announced until the call before has its answer, in one call.
 *
 * @param <K> names an object
 */
final class SharedLooks<K, V> {
    /** No read is older than that. */
    static final Duration OLDEST_READ = Duration.ofSeconds(5);

    /** Pauses grow with the wait, so that its end is noticed soon, as waits go. */
    private static final int PAUSES_PER_WAIT = 4;

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    /** A read may not know yet what was accepted; what is unknown for so long is gone. */
    private static final Duration UNKNOWN = Duration.ofSeconds(10);

    /** Whoever has no deadline does not wait for ever either. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    /** So long the answer of one call keeps the next one back: then that may be one that never comes. */
    private static final Duration LONGEST_TURN = Duration.ofSeconds(1);

    private final Function<Set<K>, List<V>> describe;
    private final Function<V, K> key;
    private final Waiting waiting;
    private Round<K, V> gathering = new Round<>();
    private Round<K, V> asked = new Round<>();

    /** A call that is to be made, or was. */
    private static final class Round<K, V> {
        private final Set<K> announced = new HashSet<>();
        private final CompletableFuture<Map<K, V>> answer = new CompletableFuture<>();
        private boolean begun;
    }

    /** @param describe NOT_FOUND for all where one is not known */
    SharedLooks(Function<Set<K>, List<V>> describe, Function<V, K> key, Waiting waiting) {
        this.describe = describe;
        this.key = key;
        this.waiting = waiting;
        asked.answer.complete(Map.of());
    }

    /** As it is now; empty where it is not known. */
    Optional<V> now(K id) {
        return after(Duration.ZERO, id);
    }

    /**
     * Looks again and again until it is as expected.
     *
     * @return empty where it is gone
     * @throws StorageException.DeadlineExceeded where the caller's time ended first
     */
    Optional<V> until(K id, Predicate<V> expected) {
        Instant begun = waiting.now();
        Instant known = begun;
        while (true) {
            Deadline.current().checkpoint();
            Optional<V> seen = after(pause(Duration.between(begun, waiting.now())), id);
            Instant now = waiting.now();
            if (seen.filter(expected).isPresent()) {
                return seen;
            }
            if (seen.isPresent()) {
                known = now;
            }
            if (known.plus(UNKNOWN).isBefore(now)) {
                return Optional.empty();
            }
            if (begun.plus(LONGEST_WAIT).isBefore(now)) {
                throw new StorageException.Unavailable("the cloud takes longer than " + LONGEST_WAIT + " for " + id);
            }
        }
    }

    private static Duration pause(Duration waited) {
        Duration pause = waited.dividedBy(PAUSES_PER_WAIT);
        if (pause.compareTo(SHORTEST_PAUSE) < 0) {
            return SHORTEST_PAUSE;
        }
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    private Optional<V> after(Duration pause, K id) {
        Round<K, V> mine = announced(id);
        if (pause.isPositive()) {
            waiting.pause("wait before the next look", pause);
        }
        if (isFirst(mine)) {
            answer(mine);
        } else {
            CurrentSpan.within("wait for another caller's look", () -> awaitAnswer(mine));
        }
        try {
            return Optional.ofNullable(mine.answer.join().get(id));
        } catch (CompletionException failed) {
            return switch (failed.getCause()) {
                case StorageException.DeadlineExceeded ofWhoeverAsked -> {
                    Deadline.current().checkpoint();
                    yield after(Duration.ZERO, id);
                }
                case RuntimeException refused -> throw refused;
                case Error broken -> throw broken;
                case null, default -> throw failed;
            };
        }
    }

    /** Whatever it is: who waits for it finds out for itself. */
    private void awaitAnswer(Round<K, V> round) {
        var _ = round.answer.handle((_, _) -> true).join();
    }

    private synchronized Round<K, V> announced(K id) {
        gathering.announced.add(id);
        return gathering;
    }

    private synchronized boolean isFirst(Round<K, V> round) {
        if (round.begun) {
            return false;
        }
        round.begun = true;
        return true;
    }

    private synchronized Round<K, V> before() {
        return asked;
    }

    /** All that are announced to it by now; others have to wait for the next one. */
    private synchronized Set<K> closed(Round<K, V> round) {
        gathering = new Round<>();
        asked = round;
        return Set.copyOf(round.announced);
    }

    private Set<K> announcedUntilItsTurn(Round<K, V> round) {
        try {
            BoundedWait.forAll(List.of(before().answer.handle((_, _) -> true)), LONGEST_TURN);
        } catch (StorageException.Unavailable stopping) {
            closed(round);
            throw stopping;
        }
        return closed(round);
    }

    private void answer(Round<K, V> round) {
        try {
            Map<K, V> found = new HashMap<>();
            look(announcedUntilItsTurn(round), found);
            round.answer.complete(found);
        } catch (RuntimeException | Error failed) {
            round.answer.completeExceptionally(failed);
        }
    }

    /** One that is not known fails the call for all: it is found by halves. */
    private void look(Set<K> ids, Map<K, V> found) {
        try {
            describe.apply(ids).forEach(seen -> found.put(key.apply(seen), seen));
        } catch (CloudException refused) {
            if (refused.kind() != Kind.NOT_FOUND) {
                throw refused;
            }
            if (ids.size() > 1) {
                List<K> all = new ArrayList<>(ids);
                look(Set.copyOf(all.subList(0, all.size() / 2)), found);
                look(Set.copyOf(all.subList(all.size() / 2, all.size())), found);
            }
        }
    }
}
