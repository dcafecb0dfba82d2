package dev.zonal.csi.conformance;

import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** One random sequence against a fresh driver. */
final class ModelRun {
    private ModelRun() {}

    static Optional<Disagreement> disagreement(long seed, int steps, Supplier<Subject> subjects) {
        return disagreement(seed, steps, subjects, (command, reply) -> {});
    }

    /** @param witness is told of each step */
    static Optional<Disagreement> disagreement(
            long seed, int steps, Supplier<Subject> subjects, BiConsumer<Command, Reply> witness) {
        Generator generator = new Generator(seed);
        try (Session session = new Session(subjects.get())) {
            for (int done = 0; done < steps; ) {
                Command command = generator.next(session.world());
                if (session.applies(command)) {
                    Reply reply = session.run(command);
                    witness.accept(command, reply);
                    generator.learn(reply);
                    done++;
                }
            }
            return Optional.empty();
        } catch (DisagreementException found) {
            return Optional.of(found.disagreement());
        }
    }
}
