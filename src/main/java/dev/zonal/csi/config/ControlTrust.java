package dev.zonal.csi.config;

import java.nio.file.Path;

/** How controllers and agents know each other. */
public sealed interface ControlTrust {
    /**
     * By PEM files that somebody else makes and renews.
     *
     * @param certificate of this process, with those between it and the authority
     * @param key its private key, PKCS #8
     * @param authorities the certificates of those who sign them
     */
    record TlsFiles(Path certificate, Path key, Path authorities) implements ControlTrust {
        @Override
        public String toString() {
            return certificate + ", " + key + " and " + authorities;
        }
    }

    /**
     * An agent whose certificate the controllers sign.
     *
     * @param token by which it proves to them which node it is on
     * @param authorities the certificate of the controllers' authority
     */
    record Enrolled(Path token, Path authorities) implements ControlTrust {}

    /**
     * A controller that signs the certificates of agents.
     *
     * @param name of the Secret and of the ConfigMap in which the authority is kept
     */
    record Authority(String name) implements ControlTrust {}
}
