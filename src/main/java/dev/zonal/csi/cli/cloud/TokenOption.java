package dev.zonal.csi.cli.cloud;

import dev.zonal.csi.cloud.ClientToken;
import java.util.UUID;
import picocli.CommandLine.Option;

/** The client token of a change. */
final class TokenOption {
    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "A client token: the same command with the same token is done once. A fresh one by default.")
    private String token = UUID.randomUUID().toString();

    ClientToken token() {
        return new ClientToken(token);
    }
}
