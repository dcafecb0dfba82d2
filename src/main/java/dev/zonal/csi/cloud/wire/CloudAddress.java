package dev.zonal.csi.cloud.wire;

import dev.zonal.csi.config.BearerToken;
import dev.zonal.csi.config.ConfigurationException;
import dev.zonal.csi.config.ControlAddress;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a cloud is, and how it is reached.
 *
 * @param authorities who signs the cloud's certificate, as PEM; those whom this machine believes where it is empty
 * @param token shown with each call; on TCP there has to be one
 */
public record CloudAddress(ControlAddress address, Optional<Path> authorities, Optional<BearerToken> token) {
    /** @throws ConfigurationException where the cloud would let nobody in who comes so */
    public CloudAddress {
        if (address instanceof ControlAddress.Tcp && token.isEmpty()) {
            throw new ConfigurationException("a cloud at tcp://" + address
                    + " asks for a token: name its file with --token-file or ZONAL_CLOUD_TOKEN_FILE");
        }
    }
}
