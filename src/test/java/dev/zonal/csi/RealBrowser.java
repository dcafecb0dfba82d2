package dev.zonal.csi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A test in a real browser; skipped, with the reason, where none is installed. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RealBrowser.Condition.class)
@interface RealBrowser {
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return Stream.of(Browser.CHROMIUM, Browser.DRIVER)
                    .map(Path::of)
                    .filter(program -> !Files.isExecutable(program))
                    .findFirst()
                    .map(missing -> ConditionEvaluationResult.disabled(
                            "needs a browser, and there is no " + missing + ": install chromium and chromium-driver"))
                    .orElseGet(() -> ConditionEvaluationResult.enabled("Chromium and its driver are here"));
        }
    }
}
