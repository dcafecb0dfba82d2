package dev.zonal.csi.backend;

import dev.zonal.csi.model.StorageException;
import java.time.Instant;

/** Whether a home can be worked with now. Each home has a state of its own: what one of them meets stops no other. */
public sealed interface HomeState {
    /** In one word, for metrics. */
    String word();

    /** In words, for people: which place, and what is to be known of it. */
    String sentence();

    /** What a call is told that needs the home. */
    default StorageException.Unavailable refusal() {
        return new StorageException.Unavailable(sentence());
    }

    /** It was never open since the start, and may be at any moment. */
    record Opening(String pool, Instant since) implements HomeState {
        @Override
        public String word() {
            return "opening";
        }

        @Override
        public String sentence() {
            return "pool '" + pool + "' is still being opened, since " + since + "; try again";
        }
    }

    /** It does what it is asked for. */
    record Serving(String pool) implements HomeState {
        @Override
        public String word() {
            return "serving";
        }

        @Override
        public String sentence() {
            return "pool '" + pool + "' is serving";
        }
    }

    /**
     * The node that has it can't be asked: what is known of it may be old. It comes back by itself when the node does.
     *
     * @param reason a clause with its subject
     */
    record Away(String node, String reason, Instant since) implements HomeState {
        @Override
        public String word() {
            return "away";
        }

        @Override
        public String sentence() {
            return "node '" + node + "' can't be asked since " + since + ": " + reason;
        }
    }

    /**
     * The zone of a cloud where it is does not answer. It comes back by itself when the zone does.
     *
     * @param zone its name
     */
    record ZoneDown(String zone) implements HomeState {
        @Override
        public String word() {
            return "down";
        }

        @Override
        public String sentence() {
            return "zone '" + zone + "' of the cloud does not answer";
        }
    }

    /**
     * Its disk fails or does not answer. It comes back by itself when the disk does.
     *
     * @param reason a clause with its subject
     */
    record Sick(String pool, String reason, Instant since) implements HomeState {
        @Override
        public String word() {
            return "sick";
        }

        @Override
        public String sentence() {
            return "pool '" + pool + "' can't be used since " + since + ": " + reason;
        }
    }
}
