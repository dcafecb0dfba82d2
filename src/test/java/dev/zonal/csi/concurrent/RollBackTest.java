package dev.zonal.csi.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RollBackTest {
    private final List<String> undone = new ArrayList<>();

    @Test
    void whatSucceedsIsNotUndone() {
        String result = RollBack.onFailure(undo -> undo.step(() -> "made", () -> undone.add("made")));

        assertThat(result).isEqualTo("made");
        assertThat(undone).isEmpty();
    }

    @Test
    void whatWasDoneIsUndoneFromTheLastStepToTheFirst() {
        IllegalStateException failure = new IllegalStateException("third");

        assertThatThrownBy(() -> RollBack.onFailure(undo -> {
                    undo.add(() -> undone.add("first"));
                    undo.add(() -> undone.add("second"));
                    throw failure;
                }))
                .isSameAs(failure);

        assertThat(undone).containsExactly("second", "first");
    }

    @Test
    void aStepThatFailedIsNotUndone() {
        assertThatThrownBy(() -> RollBack.onFailure(undo -> {
                    undo.step(() -> "made", () -> undone.add("first"));
                    return undo.step(
                            () -> {
                                throw new IllegalStateException();
                            },
                            () -> undone.add("second"));
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(undone).containsExactly("first");
    }

    @Test
    void everythingIsUndoneThoughUndoingFails() {
        IllegalStateException failure = new IllegalStateException("the step");
        IllegalArgumentException ofUndoing = new IllegalArgumentException("the undoing");
        AssertionError error = new AssertionError("the undoing, badly");

        assertThatThrownBy(() -> RollBack.onFailure(undo -> {
                    undo.add(() -> undone.add("first"));
                    undo.add(() -> {
                        throw ofUndoing;
                    });
                    undo.add(() -> undone.add("third"));
                    undo.add(() -> {
                        throw error;
                    });
                    undo.add(() -> undone.add("fifth"));
                    throw failure;
                }))
                .isSameAs(failure);

        assertThat(undone).containsExactly("fifth", "third", "first");
        assertThat(failure).hasSuppressedException(ofUndoing).hasSuppressedException(error);
    }

    @Test
    void undoingMayFailWithTheVeryFailureThatBeganIt() {
        IllegalStateException failure = new IllegalStateException("everything is down");

        assertThatThrownBy(() -> RollBack.onFailure(undo -> {
                    undo.add(() -> undone.add("first"));
                    undo.add(() -> {
                        throw failure;
                    });
                    throw failure;
                }))
                .isSameAs(failure);

        assertThat(undone).containsExactly("first");
    }

    @Test
    void workWithoutAResultIsUndoneTheSame() {
        IllegalStateException failure = new IllegalStateException("no room");
        RollBack.attempt(undo -> undo.add(() -> undone.add("of what succeeded")));

        assertThatThrownBy(() -> RollBack.attempt(undo -> {
                    undo.add(() -> undone.add("first"));
                    throw failure;
                }))
                .isSameAs(failure);

        assertThat(undone).containsExactly("first");
    }

    @Test
    void errorsAreUndoneToo() {
        StackOverflowError failure = new StackOverflowError();

        assertThatThrownBy(() -> RollBack.onFailure(undo -> {
                    undo.add(() -> undone.add("first"));
                    throw failure;
                }))
                .isSameAs(failure);

        assertThat(undone).containsExactly("first");
    }
}
