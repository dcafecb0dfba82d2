package dev.zonal.csi.client;

import dev.zonal.csi.config.Endpoint;
import io.grpc.Channel;
import java.time.Duration;

/**
 * What every call of a client has in common.
 *
 * @param timeout how long each call may take
 */
record Connection(Channel channel, Endpoint endpoint, Duration timeout) {}
