package dev.zonal.csi.cloud.description;

/**
 * A token bucket: so many calls at once, and so many each second in the long run.
 *
 * @param burst what the bucket holds
 * @param perSecond how fast it fills
 */
public record RateLimit(int burst, double perSecond) {}
