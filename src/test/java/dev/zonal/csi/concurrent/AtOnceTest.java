package dev.zonal.csi.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AtOnceTest {
    private final List<String> done = new ArrayList<>();

    @Test
    void whatNeedNotWaitIsDone() {
        boolean answered = AtOnce.attempt(() -> done.add("answer"));

        assertThat(answered).isTrue();
        assertThat(done).containsExactly("answer");
    }

    @Test
    void whatMayWaitIsLeftThereAndNothingAfterItIsDone() {
        boolean answered = AtOnce.attempt(() -> {
            done.add("look");
            AtOnce.endsHere();
            done.add("effect");
        });

        assertThat(answered).isFalse();
        assertThat(done).containsExactly("look");
    }

    @Test
    void whoeverHandlesExceptionsOnTheWayLetsItPass() {
        boolean answered = AtOnce.attempt(() -> {
            try {
                AtOnce.endsHere();
            } catch (Exception failure) {
                done.add("handled");
            }
        });

        assertThat(answered).isFalse();
        assertThat(done).isEmpty();
    }

    @Test
    void aFailureOfTheWorkIsTheCallers() {
        IllegalStateException failure = new IllegalStateException("no");

        assertThatThrownBy(() -> AtOnce.attempt(() -> {
                    throw failure;
                }))
                .isSameAs(failure);
    }

    @Test
    void aThreadMayWaitOutsideOfAnAttemptAndAfterIt() {
        AtOnce.attempt(AtOnce::endsHere);

        assertThatCode(AtOnce::endsHere).doesNotThrowAnyException();
    }
}
