package dev.zonal.csi.mutants;

import static org.junit.platform.engine.discovery.ClassNameFilter.excludeClassNamePatterns;
import static org.junit.platform.engine.discovery.ClassNameFilter.includeClassNamePatterns;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;
import static org.junit.platform.launcher.TagFilter.excludeTags;
import static org.junit.platform.launcher.TagFilter.includeTags;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.platform.engine.Filter;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs the fast tests until one fails, those first that are most likely to: the ones of the room that was changed, then
 * all that stop at every step, then the others. Writes the name of the one that failed into a file, and nothing where none did.
 */
final class FirstFailure implements TestExecutionListener {
    private static final String ALL = "dev.zonal.csi";
    private static final String EXHAUSTIVE = "exhaustive";

    private final Path answer;

    private FirstFailure(Path answer) {
        this.answer = answer;
    }

    /** @param arguments the room, and the file for the answer */
    public static void main(String[] arguments) {
        String room = arguments[0];
        Launcher launcher = LauncherFactory.create();
        launcher.registerTestExecutionListeners(new FirstFailure(Path.of(arguments[1])));
        run(launcher, room, excludeTags(EXHAUSTIVE));
        run(launcher, room, includeTags(EXHAUSTIVE));
        String ofTheRoom = room.replace(".", "\\.") + "\\..*";
        run(launcher, ALL, includeTags(EXHAUSTIVE), excludeClassNamePatterns(ofTheRoom));
        run(launcher, ALL, excludeTags(EXHAUSTIVE), excludeClassNamePatterns(ofTheRoom));
        // Threads that a test has left must not keep this process.
        Runtime.getRuntime().halt(0);
    }

    private static void run(Launcher launcher, String room, Filter<?>... filters) {
        launcher.execute(LauncherDiscoveryRequestBuilder.request()
                .selectors(selectPackage(room))
                .filters(includeClassNamePatterns(".*Test"), excludeClassNamePatterns(".*ArchitectureTest"))
                .filters(filters)
                // What hangs has noticed it too.
                .configurationParameter("junit.jupiter.execution.timeout.testable.method.default", "120 s")
                .configurationParameter("junit.jupiter.execution.timeout.thread.mode.default", "SEPARATE_THREAD")
                .build());
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() == TestExecutionResult.Status.FAILED) {
            result.getThrowable().ifPresent(Throwable::printStackTrace);
            try {
                Files.writeString(answer, name(test));
            } catch (IOException unwritable) {
                throw new UncheckedIOException(unwritable);
            } finally {
                // Whoever started this takes an end without an answer for what it is: no verdict.
                Runtime.getRuntime().halt(1);
            }
        }
    }

    private static String name(TestIdentifier test) {
        return test.getSource()
                .map(source -> switch (source) {
                    case MethodSource method -> simple(method.getClassName()) + "." + method.getMethodName();
                    case ClassSource whole -> simple(whole.getClassName());
                    default -> test.getDisplayName();
                })
                .orElse(test.getDisplayName());
    }

    private static String simple(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
