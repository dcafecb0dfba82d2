package dev.zonal.csi.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BatchesTest {
    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private static <T, R> List<R> map(List<T> all, Function<T, R> look) {
        List<R> seen = new ArrayList<>();
        Batches.each(all, look, seen::add);
        return seen;
    }

    @Test
    void whatIsSeenIsTakenInTheirOrder() {
        List<Integer> many = numbers(10 * Batches.SIZE + 1);

        assertThat(map(many, number -> -number))
                .isEqualTo(many.stream().map(number -> -number).toList());
    }

    @Test
    void aFewAreLookedAtByTheCallerItself() {
        assertThat(map(numbers(Batches.SIZE), _ -> Thread.currentThread())).containsOnly(Thread.currentThread());
    }

    @Test
    void ofManySeveralAreLookedAtAtOnce() {
        CyclicBarrier both = new CyclicBarrier(2);

        List<Integer> seen = map(numbers(2 * Batches.SIZE), number -> {
            met(both);
            return number;
        });

        assertThat(seen).hasSize(2 * Batches.SIZE);
    }

    @Test
    void theFirstAreTakenWhileOthersAreLookedAt() {
        CountDownLatch taken = new CountDownLatch(1);
        AtomicBoolean beside = new AtomicBoolean();

        Batches.each(
                numbers(2 * Batches.SIZE),
                number -> {
                    if (number == Batches.SIZE) {
                        beside.set(awaited(taken));
                    }
                    return number;
                },
                _ -> taken.countDown());

        assertThat(beside).isTrue();
    }

    @Test
    void ofAFewAllAreLookedAtBeforeOneIsTaken() {
        List<String> done = new ArrayList<>();

        Batches.each(
                numbers(2),
                number -> {
                    done.add("look");
                    return number;
                },
                _ -> done.add("take"));

        assertThat(done).containsExactly("look", "look", "take", "take");
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException never) {
            throw new AssertionError(never);
        }
    }

    /** Each look of one batch waits for one of the other. */
    private static void met(CyclicBarrier barrier) {
        try {
            barrier.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException alone) {
            throw new AssertionError(alone);
        }
    }

    @Test
    void theFirstFailureInTheirOrderIsThrown() {
        assertThatThrownBy(() -> map(numbers(10 * Batches.SIZE), number -> {
                    if (number >= 100) {
                        throw new IllegalStateException("at " + number);
                    }
                    return number;
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("at 100");
    }

    @Test
    void anErrorStaysWhatItIs() {
        assertThatThrownBy(() -> map(numbers(2 * Batches.SIZE), _ -> {
                    throw new StackOverflowError();
                }))
                .isInstanceOf(StackOverflowError.class);
    }
}
