package dev.zonal.csi.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BatchesTest {
    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    @Test
    void whatIsSeenIsInTheirOrder() {
        List<Integer> many = numbers(10 * Batches.SIZE + 1);

        assertThat(Batches.map(many, number -> -number))
                .isEqualTo(many.stream().map(number -> -number).toList());
    }

    @Test
    void aFewAreLookedAtByTheCallerItself() {
        assertThat(Batches.map(numbers(Batches.SIZE), _ -> Thread.currentThread()))
                .containsOnly(Thread.currentThread());
    }

    @Test
    void ofManySeveralAreLookedAtAtOnce() {
        CyclicBarrier both = new CyclicBarrier(2);

        List<Integer> seen = Batches.map(numbers(2 * Batches.SIZE), number -> {
            met(both);
            return number;
        });

        assertThat(seen).hasSize(2 * Batches.SIZE);
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
        assertThatThrownBy(() -> Batches.map(numbers(10 * Batches.SIZE), number -> {
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
        assertThatThrownBy(() -> Batches.map(numbers(2 * Batches.SIZE), _ -> {
                    throw new StackOverflowError();
                }))
                .isInstanceOf(StackOverflowError.class);
    }
}
