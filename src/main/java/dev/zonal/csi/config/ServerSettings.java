package dev.zonal.csi.config;

import java.time.Duration;

/**
 * The socket, and how much is served on it.
 *
 * @param maximumInFlight how many calls run at once; more are turned away
 * @param nativeThreads how many operations may be in the kernel at once
 * @param callTimeout how long a call may take whose caller names no deadline
 * @param shutdownGrace how long running calls may take when the driver stops
 */
public record ServerSettings(
        Endpoint endpoint, int maximumInFlight, int nativeThreads, Duration callTimeout, Duration shutdownGrace) {}
