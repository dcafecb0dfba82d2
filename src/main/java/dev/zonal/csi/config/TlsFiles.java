package dev.zonal.csi.config;

import java.nio.file.Path;

/**
 * The PEM files by which controllers and agents know each other.
 *
 * @param certificate of this process, with those between it and the authority
 * @param key its private key, PKCS #8
 * @param authorities the certificates of those who sign them
 */
public record TlsFiles(Path certificate, Path key, Path authorities) {
    @Override
    public String toString() {
        return certificate + ", " + key + " and " + authorities;
    }
}
