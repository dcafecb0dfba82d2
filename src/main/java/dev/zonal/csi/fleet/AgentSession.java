package dev.zonal.csi.fleet;

import dev.zonal.csi.model.StorageException;

/**
 * An agent over one connection, which ends with the session. A command whose answer got lost on the way fails with {@link
 * StorageException.OutcomeUnknown}.
 */
public interface AgentSession extends Agent, AutoCloseable {
    @Override
    void close();

    /** Begins sessions with one agent. */
    @FunctionalInterface
    interface Dialer {
        /** Waits for nothing: whether the agent is there, the first call finds out. */
        AgentSession dial();
    }
}
