package dev.zonal.csi.conformance;

import io.grpc.Status.Code;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/** One thing that a call may lead to: a code, what a good answer has to say, and the state after it. */
record Outcome(Code code, Predicate<Object> says, State next) {
    static Outcome ok(State next) {
        return new Outcome(Code.OK, _ -> true, next);
    }

    static <T> Outcome ok(State next, Class<T> type, Predicate<T> says) {
        return new Outcome(Code.OK, answer -> type.isInstance(answer) && says.test(type.cast(answer)), next);
    }

    /** Refused for one of these reasons; nothing has changed. */
    static List<Outcome> refused(State state, Collection<Code> reasons) {
        List<Outcome> all = new ArrayList<>();
        reasons.forEach(code -> all.add(new Outcome(code, _ -> true, state)));
        return all;
    }

    static List<Outcome> refused(State state, Code reason) {
        return refused(state, List.of(reason));
    }

    boolean explains(Reply reply) {
        return reply.code() == code && says.test(reply.answer());
    }
}
