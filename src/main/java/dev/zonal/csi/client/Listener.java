package dev.zonal.csi.client;

import dev.zonal.csi.config.ControlAddress;
import dev.zonal.csi.config.Endpoint;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;

/**
 * A look at who listens on a socket, because what gRPC says of a connection that failed is no sentence for a person.
 */
final class Listener {
    private Listener() {}

    /**
     * Why a call to that address found nobody, and what to do about it.
     *
     * @param cause what the connection failed with
     */
    static String whyNobodyAnswers(Served served, ControlAddress address, Throwable cause) {
        return switch (address) {
            case ControlAddress.Unix unix -> whyNobodyAnswers(served, new Endpoint(unix.socket()));
            case ControlAddress.Tcp tcp -> {
                yield served + " is not reached at " + tcp + " (" + root(cause).getMessage() + "); "
                        + remedy(served, cause);
            }
        };
    }

    /** Who shows a certificate that is not believed runs already. */
    private static String remedy(Served served, Throwable cause) {
        if (root(cause) instanceof CertificateExpiredException) {
            return "its certificate has to be renewed";
        }
        if (isDueTo(CertPathBuilderException.class, cause) || isDueTo(CertPathValidatorException.class, cause)) {
            return "name who signs its certificate with --ca FILE or " + served.variable()
                    + "_CA; FILE is the certificate itself where nobody else signed it";
        }
        return isDueTo(CertificateException.class, cause)
                ? "dial a name that its certificate holds"
                : "start it (" + served.command() + "), or name another with --endpoint or " + served.variable();
    }

    private static Throwable root(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static boolean isDueTo(Class<? extends Throwable> type, Throwable cause) {
        Throwable each = cause;
        while (!type.isInstance(each) && each.getCause() != null) {
            each = each.getCause();
        }
        return type.isInstance(each);
    }

    private static String whyNobodyAnswers(Served served, Endpoint endpoint) {
        try (SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(endpoint.socket()))) {
            return "whoever listens on " + endpoint + " does not speak gRPC";
        } catch (IOException refused) {
            return sentence(served, endpoint, String.valueOf(refused.getMessage()));
        }
    }

    private static String sentence(Served served, Endpoint endpoint, String reason) {
        if (reason.contains("Permission denied")) {
            return "permission denied on " + endpoint + "; run this as root or as the user that " + served + " runs as";
        }
        if (Files.isRegularFile(endpoint.socket()) || Files.isDirectory(endpoint.socket())) {
            return endpoint.socket() + " is no socket; name that of " + served + " with --endpoint or "
                    + served.variable();
        }
        if (Files.exists(endpoint.socket())) {
            return "nobody listens on " + endpoint + "; " + served + " that made this socket has ended: start it again";
        }
        return "there is no socket " + endpoint
                + "; start " + served + " (" + served.command() + "), or name another with --endpoint or "
                + served.variable();
    }
}
