package dev.zonal.csi.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/** A secret that a caller shows to be let in, as {@code Authorization: Bearer …} (RFC 6750, section 2.1); never written out. */
public final class BearerToken {
    private static final String SCHEME = "Bearer ";
    private static final int SHORTEST = 16;

    private final String secret;

    private BearerToken(String secret) {
        this.secret = secret;
    }

    /**
     * Reads it from the one line of a file.
     *
     * @throws ConfigurationException where there is none that nobody guesses
     */
    public static BearerToken read(Path file) {
        try {
            String secret = Files.readString(file).strip();
            if (secret.length() < SHORTEST || !secret.matches("[!-~]+")) {
                throw new ConfigurationException("the token file " + file + " holds no token: one line of " + SHORTEST
                        + " or more visible ASCII characters; make one with: head -c 24 /dev/urandom | base64 >"
                        + file);
            }
            return new BearerToken(secret);
        } catch (IOException unreadable) {
            throw new ConfigurationException("the token file " + file + " can't be read: " + unreadable);
        }
    }

    /** The value of the header by which it is shown. */
    public String header() {
        return SCHEME + secret;
    }

    /** Whether that header shows it; how long that takes does not tell how much of it is right. */
    public boolean isShownBy(String header) {
        return MessageDigest.isEqual(
                header.getBytes(StandardCharsets.UTF_8), header().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "(a token)";
    }
}
