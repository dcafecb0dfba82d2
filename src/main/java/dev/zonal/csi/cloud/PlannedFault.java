package dev.zonal.csi.cloud;

/**
 * A fault that is in force.
 *
 * @param hits how many calls it has met
 */
public record PlannedFault(String id, FaultPlan plan, int hits) {}
