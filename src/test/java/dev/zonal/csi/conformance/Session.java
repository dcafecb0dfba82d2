package dev.zonal.csi.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** A driver and the model side by side, step by step. */
final class Session implements AutoCloseable {
    /** Open calls add possible worlds; more than this is a model that has lost its way. */
    private static final int MOST_WORLDS = 4096;

    private final Subject subject;
    private final List<Command> done = new ArrayList<>();
    private Set<State> worlds = Set.of(State.EMPTY);

    Session(Subject subject) {
        this.subject = subject;
    }

    /** One of the worlds that are possible now. */
    State world() {
        return worlds.iterator().next();
    }

    boolean applies(Command command) {
        return worlds.stream().allMatch(command::applies);
    }

    Reply run(Command command) {
        done.add(command);
        Reply reply;
        try {
            reply = subject.run(command);
        } catch (RuntimeException | AssertionError accident) {
            throw new DisagreementException(new Disagreement(done, Reply.accident(accident), worlds));
        }
        Set<State> after = Model.after(worlds, command, reply);
        if (after.isEmpty() || after.size() > MOST_WORLDS) {
            throw new DisagreementException(new Disagreement(done, reply, worlds));
        }
        worlds = after;
        return reply;
    }

    @Override
    public void close() {
        subject.close();
    }

    /** Does it all once more from the beginning; what makes no sense any more is left out. */
    static Optional<Disagreement> replay(List<Command> commands, Supplier<Subject> subjects) {
        try (Session session = new Session(subjects.get())) {
            for (Command command : commands) {
                if (session.applies(command)) {
                    session.run(command);
                }
            }
            return Optional.empty();
        } catch (DisagreementException found) {
            return Optional.of(found.disagreement());
        }
    }
}
