package dev.zonal.csi.tls;

import dev.zonal.csi.config.ControlTrust.TlsFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A certificate authority for tests: the JDK's keytool makes the keys, and they are written as PEM. */
public final class Authority {
    private static final String PASSWORD = "changeit";

    private final Path store;

    public Authority(Path folder) throws Exception {
        this.store = Files.createDirectories(folder).resolve("keys.p12");
        generate("ca", "-ext", "bc:c", "-validity", "10");
    }

    /** A certificate of that name, in the files of that folder. */
    public TlsFiles issue(String name, Path into) throws Exception {
        return issue(name, into, "-validity", "10");
    }

    public TlsFiles issueExpired(String name, Path into) throws Exception {
        return issue(name, into, "-startdate", "-10d", "-validity", "5");
    }

    private TlsFiles issue(String name, Path into, String... validity) throws Exception {
        String alias = "k" + System.nanoTime();
        List<String> words = new ArrayList<>(List.of("-ext", "san=dns:" + name, "-signer", "ca"));
        words.addAll(List.of(validity));
        generate(alias, words.toArray(String[]::new));
        return write(alias, Files.createDirectories(into));
    }

    private void generate(String alias, String... further) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + alias,
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
        command.addAll(List.of(further));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(printed);
        }
    }

    private TlsFiles write(String alias, Path into) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        TlsFiles files = new TlsFiles(into.resolve("tls.crt"), into.resolve("tls.key"), into.resolve("ca.crt"));
        StringBuilder chain = new StringBuilder();
        for (Certificate certificate : keys.getCertificateChain(alias)) {
            chain.append(pem("CERTIFICATE", certificate.getEncoded()));
        }
        Files.writeString(files.certificate(), chain);
        Files.writeString(
                files.key(),
                pem("PRIVATE KEY", keys.getKey(alias, PASSWORD.toCharArray()).getEncoded()));
        Files.writeString(
                files.authorities(),
                pem("CERTIFICATE", keys.getCertificate("ca").getEncoded()));
        return files;
    }

    /** Files of the same content in that folder, to be replaced one day. */
    public static TlsFiles copied(TlsFiles from, Path into) throws IOException {
        Files.createDirectories(into);
        TlsFiles copies = new TlsFiles(into.resolve("tls.crt"), into.resolve("tls.key"), into.resolve("ca.crt"));
        copy(from, copies);
        return copies;
    }

    /** How an agent or a controller is told of them. */
    public static List<String> arguments(TlsFiles files) {
        return List.of(
                "--control-certificate", files.certificate().toString(),
                "--control-key", files.key().toString(),
                "--control-ca", files.authorities().toString());
    }

    /** What renews certificates does so: the key comes before what it belongs to. */
    public static void copy(TlsFiles from, TlsFiles to) throws IOException {
        Files.write(to.authorities(), Files.readAllBytes(from.authorities()));
        Files.write(to.key(), Files.readAllBytes(from.key()));
        Files.write(to.certificate(), Files.readAllBytes(from.certificate()));
    }

    private static String pem(String type, byte[] bytes) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + type + "-----\n";
    }
}
