package dev.zonal.csi.fleet;

/**
 * What a command led to.
 *
 * @param result the object as it is now; of a deletion, its id
 * @param revision the agent's count of changes when the result was seen: a report of an earlier count is older than it
 * @param capacity what its home has room for now
 */
public record Effect<T>(T result, long revision, HomeCapacity capacity) {}
