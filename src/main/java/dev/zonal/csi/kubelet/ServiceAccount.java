package dev.zonal.csi.kubelet;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Who a pod is to the API server, and how it knows the API server: the two files that kubelet mounts into it. kubelet
 * renews them, so they are read each time.
 */
public record ServiceAccount(Path folder) {
    private static final Path OF_POD = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

    /** Where every pod finds its own. */
    public static ServiceAccount ofPod() {
        return new ServiceAccount(OF_POD);
    }

    /**
     * Where every pod finds its API server.
     *
     * @param environment the process's variables
     * @param otherwise what is said where there is none
     * @throws KubernetesException where this is no pod
     */
    public static URI apiServer(Map<String, String> environment, String otherwise) {
        String host = environment.getOrDefault("KUBERNETES_SERVICE_HOST", "");
        String port = environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443");
        if (host.isEmpty()) {
            throw new KubernetesException(otherwise);
        }
        String literal = host.contains(":") ? "[" + host + "]" : host;
        return URI.create("https://" + literal + ":" + port);
    }

    /** A client that believes the cluster's own authority, where the address is one of TLS. */
    public HttpClient client(URI address, Duration connect) throws IOException, GeneralSecurityException {
        HttpClient.Builder client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(connect);
        return (address.getScheme().equals("https") ? client.sslContext(trust()) : client).build();
    }

    /** A request to the API server with the token of now. */
    public HttpRequest.Builder request(URI address, String path) throws IOException {
        return HttpRequest.newBuilder(address.resolve(path)).header("Authorization", "Bearer " + token());
    }

    /** A name as it stands in such a path. */
    public static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The namespace of the pod. */
    public String namespace() throws IOException {
        return Files.readString(folder.resolve("namespace")).strip();
    }

    private String token() throws IOException {
        return Files.readString(folder.resolve("token")).strip();
    }

    /** Trusts the cluster's own authority and no other. */
    private SSLContext trust() throws IOException, GeneralSecurityException {
        KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
        authorities.load(null, null);
        try (InputStream file = Files.newInputStream(folder.resolve("ca.crt"))) {
            for (Certificate authority : CertificateFactory.getInstance("X.509").generateCertificates(file)) {
                authorities.setCertificateEntry("authority-" + authorities.size(), authority);
            }
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(authorities);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), new SecureRandom());
        return context;
    }
}
