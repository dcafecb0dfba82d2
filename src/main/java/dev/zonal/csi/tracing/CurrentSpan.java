package dev.zonal.csi.tracing;

import dev.zonal.csi.tracing.TraceSpan.Kind;
import java.util.function.Function;
import java.util.function.Supplier;

/** The span that this thread works on. Bound to a call's thread by the server; who hands work to another thread hands it on. */
public final class CurrentSpan {
    private static final ScopedValue<TraceSpan> CURRENT = ScopedValue.newInstance();

    private CurrentSpan() {}

    /** {@link TraceSpan#NONE} outside of calls that are traced. */
    public static TraceSpan get() {
        return CURRENT.orElse(TraceSpan.NONE);
    }

    /** Runs the work with that span bound to the thread. */
    public static <T> T with(TraceSpan span, Supplier<T> work) {
        return span.equals(TraceSpan.NONE)
                ? work.get()
                : ScopedValue.where(CURRENT, span).call(work::get);
    }

    /** The same, for work that has no result. */
    public static void with(TraceSpan span, Runnable work) {
        with(span, resultOf(work));
    }

    private static Supplier<Boolean> resultOf(Runnable work) {
        return () -> {
            work.run();
            return true;
        };
    }

    /** Runs the work as a span of its own below the current one. */
    public static <T> T within(String name, Supplier<T> work) {
        return within(
                get().child(name, Kind.INTERNAL), failure -> failure.getClass().getSimpleName(), work);
    }

    /** The same, for work that has no result. */
    public static void within(String name, Runnable work) {
        within(name, resultOf(work));
    }

    /**
     * Runs the work with that span bound to the thread, and ends it.
     *
     * @param type names what the work throws
     */
    public static <T> T within(TraceSpan span, Function<RuntimeException, String> type, Supplier<T> work) {
        try {
            return with(span, work);
        } catch (RuntimeException failure) {
            span.failed(type.apply(failure), String.valueOf(failure.getMessage()));
            throw failure;
        } finally {
            span.end();
        }
    }
}
