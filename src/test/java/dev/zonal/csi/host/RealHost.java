package dev.zonal.csi.host;

import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A test on real loop devices, mounts and filesystems; skipped, with the reason, where this host can't bear it. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("real")
@ExtendWith(RealHost.Condition.class)
public @interface RealHost {
    final class Condition implements ExecutionCondition {
        private static final List<String> PROGRAMS = List.of(
                "mkfs.ext4", "mkfs.xfs", "mkfs.btrfs", "e2fsck", "resize2fs", "fsfreeze", "losetup", "mount", "umount");

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (!isRoot()) {
                return ConditionEvaluationResult.disabled("needs root: loop devices and mounts");
            }
            if (!Files.exists(Path.of("/dev/loop-control"))) {
                return ConditionEvaluationResult.disabled("needs /dev/loop-control");
            }
            Commands commands = new ProcessCommands();
            List<String> missing = PROGRAMS.stream()
                    .filter(name -> !commands.isInstalled(name))
                    .toList();
            return missing.isEmpty()
                    ? ConditionEvaluationResult.enabled("root, loop devices and all tools are here")
                    : ConditionEvaluationResult.disabled("not installed: " + String.join(", ", missing));
        }

        private static boolean isRoot() {
            try {
                return Files.readAllLines(Path.of("/proc/self/status"), StandardCharsets.US_ASCII).stream()
                        .anyMatch(line -> line.matches("Uid:\\s+\\d+\\s+0\\s.*"));
            } catch (IOException noProcfs) {
                return false;
            }
        }
    }
}
