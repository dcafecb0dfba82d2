package dev.zonal.csi.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the simulated host stops or fails. Every call that the driver makes is counted, and so is every effect that a
 * call has; a call with several effects (a name, then its content) can be cut between them.
 */
public final class Faults {
    private final List<String> calls = new ArrayList<>();
    private final List<String> effects = new ArrayList<>();
    private Optional<Integer> cutAfter = Optional.empty();
    private Optional<Failure> failure = Optional.empty();
    private Optional<Refusal> refusal = Optional.empty();
    private Optional<Visit> visit = Optional.empty();
    private Optional<Meanwhile> meanwhile = Optional.empty();
    private boolean off;
    private boolean visiting;
    private int visitorEffects;

    /** @param cutAfter how many effects of its own the visitor has before the machine stops; empty where it ends */
    private record Visit(int afterEffect, Optional<Integer> cutAfter, Runnable work) {}

    private record Meanwhile(int call, Runnable event) {}

    /**
     * One call that fails.
     *
     * @param call its number, from 0
     * @param late whether the effect happens all the same, as with a sync that reports what it could not hide
     */
    public record Failure(int call, Errno errno, boolean late) {}

    /**
     * Every call of one kind that fails.
     *
     * @param beginning how the calls are written that fail: {@code "mount /dev/loop0"}
     */
    public record Refusal(String beginning, Errno errno) {}

    /** Forgets what was counted and planned. */
    public void clear() {
        calls.clear();
        effects.clear();
        cutAfter = Optional.empty();
        failure = Optional.empty();
        refusal = Optional.empty();
        visit = Optional.empty();
        meanwhile = Optional.empty();
        off = false;
        visiting = false;
    }

    /** Stops the machine after so many further effects; 0 stops it at the first call. */
    public void cutAfter(int number) {
        clear();
        cutAfter = Optional.of(number);
    }

    public void fail(Failure planned) {
        clear();
        failure = Optional.of(planned);
    }

    public void refuse(Refusal planned) {
        clear();
        refusal = Optional.of(planned);
    }

    /** Runs other work in the midst of a call, after so many effects; none of its own are counted. */
    public void visitAfter(int number, Runnable work) {
        visit = Optional.of(new Visit(number, Optional.empty(), work));
    }

    /** The same, and the machine stops in the midst of that other work: both are half done. */
    public void visitAfter(int number, Runnable work, int cutAfter) {
        visit = Optional.of(new Visit(number, Optional.of(cutAfter), work));
    }

    /** One call takes long, and this happens meanwhile: its caller's time ends, or it is held until a test lets it go. */
    public void during(int call, Runnable event) {
        clear();
        meanwhile = Optional.of(new Meanwhile(call, event));
    }

    /** What was called since the last {@link #clear}. */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    /** What happened to the machine since the last {@link #clear}. */
    public List<String> effects() {
        return List.copyOf(effects);
    }

    void call(String what) {
        if (visiting) {
            stopVisitor();
            return;
        }
        if (off || cutAfter.filter(number -> number == effects.size()).isPresent()) {
            off = true;
            throw new PowerCut(effects.isEmpty() ? "nothing" : effects.getLast());
        }
        calls.add(what);
        meanwhile
                .filter(planned -> planned.call() == calls.size() - 1)
                .ifPresent(planned -> planned.event().run());
        if (failure.filter(planned -> planned.call() == calls.size() - 1 && !planned.late())
                .isPresent()) {
            throw new HostException(what, failure.get().errno());
        }
        if (refusal.filter(planned -> what.startsWith(planned.beginning())).isPresent()) {
            throw new HostException(what, refusal.get().errno());
        }
    }

    void effect(String what) {
        if (visiting) {
            visitorEffects++;
            stopVisitor();
            return;
        }
        effects.add(what);
        if (visit.filter(planned -> planned.afterEffect() == effects.size()).isPresent()) {
            visiting = true;
            visitorEffects = 0;
            visit.get().work().run();
            visiting = false;
        }
        if (failure.filter(planned -> planned.call() == calls.size() - 1 && planned.late())
                .isPresent()) {
            throw new HostException(calls.getLast(), failure.get().errno());
        }
        if (cutAfter.filter(number -> number == effects.size()).isPresent()) {
            off = true;
            throw new PowerCut(what);
        }
    }

    private void stopVisitor() {
        if (off
                || visit.flatMap(Visit::cutAfter)
                        .filter(number -> number == visitorEffects)
                        .isPresent()) {
            off = true;
            throw new PowerCut("an effect of the visitor");
        }
    }
}
