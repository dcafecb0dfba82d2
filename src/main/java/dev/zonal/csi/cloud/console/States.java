package dev.zonal.csi.cloud.console;

import dev.zonal.csi.cloud.CloudControl;
import dev.zonal.csi.cloud.CloudState;
import java.util.function.LongSupplier;
import tools.jackson.databind.json.JsonMapper;

/** The states of a cloud as JSON, made only when there is reason to think that one is new. */
final class States {
    private static final JsonMapper JSON = new JsonMapper();

    private final CloudControl control;
    private final LongSupplier changes;
    private final String frame;

    /** @param changes how many there were in the cloud; asked often */
    States(CloudControl control, LongSupplier changes, StateDocument.Frame frame) {
        this.control = control;
        this.changes = changes;
        this.frame = JSON.writeValueAsString(frame);
    }

    /**
     * One of them.
     *
     * @param changes how many there had been when it was made
     * @param isMoving whether the next one comes by time alone
     * @param content all of it but the time
     * @param document as it is sent, on one line
     */
    record State(long changes, boolean isMoving, String content, String document) {
        static final State NONE = new State(-1, true, "", "");

        boolean differsFrom(State other) {
            return !content.equals(other.content);
        }
    }

    /** Whether the cloud may not be any more as it was then. */
    boolean maybeLeft(State state) {
        return state.isMoving() || state.changes() != changes.getAsLong();
    }

    /** Asks the cloud, which may have to be waited for. */
    State now() {
        long before = changes.getAsLong();
        CloudState state = control.state();
        String content = JSON.writeValueAsString(StateDocument.of(state));
        return new State(
                before,
                !state.operations().isEmpty(),
                content,
                "{\"now\":\"" + state.now() + "\",\"frame\":" + frame + ",\"cloud\":" + content + "}");
    }
}
