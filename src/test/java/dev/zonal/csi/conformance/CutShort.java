package dev.zonal.csi.conformance;

import dev.zonal.csi.SimulatedDriver;
import dev.zonal.csi.concurrent.Deadline;
import dev.zonal.csi.host.PowerCut;
import io.grpc.Status.Code;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A call whose caller does not hear the end of it.
 *
 * @param after at which of its safe points the caller goes away, or after which of its effects the driver dies
 */
record CutShort(Command call, How how, int after) implements Wrapped {
    enum How {
        CANCELLED,
        /** The deadline passes while the answer is on its way. */
        ANSWER_LOST,
        DRIVER_KILLED
    }

    @Override
    public Reply run(SimulatedDriver driver) {
        return switch (how) {
            case CANCELLED -> cancelled(driver);
            case ANSWER_LOST -> {
                call.run(driver);
                yield Reply.LOST;
            }
            case DRIVER_KILLED -> killed(driver);
        };
    }

    private Reply cancelled(SimulatedDriver driver) {
        AtomicInteger left = new AtomicInteger(after);
        return Deadline.of(Optional.empty(), () -> left.getAndDecrement() <= 0).call(() -> call.run(driver));
    }

    private Reply killed(SimulatedDriver driver) {
        driver.host().faults().cutAfter(after);
        Reply reply;
        try {
            reply = call.run(driver);
        } catch (PowerCut killed) {
            reply = Reply.LOST;
        }
        driver.restart();
        return reply.code() == Code.INTERNAL ? Reply.LOST : reply;
    }
}
