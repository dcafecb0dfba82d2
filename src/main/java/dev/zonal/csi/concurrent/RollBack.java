package dev.zonal.csi.concurrent;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * What has to be undone when a later step fails, last step first. Every action runs, also when another one fails; the
 * failure that is thrown is the one that began it, with those of the roll-back kept as suppressed.
 */
public final class RollBack {
    private final Deque<Runnable> actions = new ArrayDeque<>();

    private RollBack() {}

    /** Work that says on its way how each of its steps is undone. */
    @FunctionalInterface
    public interface Work<T> {
        T run(RollBack undo);
    }

    /** Runs the work; where it throws, everything that it has named so far is undone before the exception goes on. */
    public static <T> T onFailure(Work<T> work) {
        RollBack undo = new RollBack();
        try {
            return work.run(undo);
        } catch (RuntimeException | Error failure) {
            undo.run(failure);
            throw failure;
        }
    }

    /** Work without a result that says on its way how each of its steps is undone. */
    @FunctionalInterface
    public interface Steps {
        void run(RollBack undo);
    }

    /** The same, for work that has no result. */
    public static void attempt(Steps steps) {
        onFailure(undo -> {
            steps.run(undo);
            return true;
        });
    }

    /** Names how the step that was just done is undone. */
    public void add(Runnable action) {
        actions.push(action);
    }

    /** Does a step, and names how it is undone once it is done. */
    public <T> T step(Supplier<T> step, Runnable undo) {
        T result = step.get();
        add(undo);
        return result;
    }

    private void run(Throwable failure) {
        while (!actions.isEmpty()) {
            try {
                actions.pop().run();
            } catch (RuntimeException | Error alsoFailed) {
                if (!alsoFailed.equals(failure)) {
                    failure.addSuppressed(alsoFailed);
                }
            }
        }
    }
}
