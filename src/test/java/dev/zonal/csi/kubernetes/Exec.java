package dev.zonal.csi.kubernetes;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.ContainerResource;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.LoggerFactory;

/** A shell in a container. */
record Exec(ContainerResource container, String name) {
    static {
        // It warns of every connection that the other side closes first, as each does when its command has ended.
        ((Logger) LoggerFactory.getLogger("io.fabric8.kubernetes.client")).setLevel(Level.ERROR);
    }

    private static final int LIMIT_SECONDS = 120;

    /** What a command printed and how it ended. */
    record Outcome(int exitCode, String output, String error) {}

    static Exec in(KubernetesClient client, String namespace, String pod, String container) {
        return new Exec(
                client.pods().inNamespace(namespace).withName(pod).inContainer(container),
                namespace + "/" + pod + "/" + container);
    }

    /** What the command printed; anything but exit code 0 fails the test. */
    String run(String command) {
        Outcome outcome = attempt(command);
        if (outcome.exitCode() != 0) {
            throw new AssertionError("in " + name + ": " + command + ": " + outcome);
        }
        return outcome.output().strip();
    }

    Outcome attempt(String command) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream error = new ByteArrayOutputStream();
        try (ExecWatch running =
                container.writingOutput(output).writingError(error).exec("sh", "-c", command)) {
            int exitCode = running.exitCode().get(LIMIT_SECONDS, TimeUnit.SECONDS);
            return new Outcome(
                    exitCode, output.toString(StandardCharsets.UTF_8), error.toString(StandardCharsets.UTF_8));
        } catch (TimeoutException | ExecutionException failed) {
            throw new AssertionError("in " + name + ": " + command, failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
