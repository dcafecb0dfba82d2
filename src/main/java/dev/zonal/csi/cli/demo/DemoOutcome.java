package dev.zonal.csi.cli.demo;

import dev.zonal.csi.cli.output.HumanReadable;
import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.client.CallFailed;
import dev.zonal.csi.cloud.CloudException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/**
 * How a demo ended.
 *
 * @param failure why it ended early, empty where everything was as promised
 */
record DemoOutcome(Narrator narrator, Optional<RuntimeException> failure, boolean interrupted, Duration time) {
    Shown shown() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("ok", failure.isEmpty());
        document.put("milliseconds", time.toMillis());
        document.put("promises", narrator.promises());
        document.put("steps", narrator.steps());
        failure.ifPresent(why -> document.put("failure", Map.of("step", narrator.title(), "reason", reason(why))));
        return new Shown(document, List.of(), this::text, exitCode());
    }

    private int exitCode() {
        return failure.map(why -> why instanceof DemoFailure known ? known.exitCode() : DemoFailure.BROKEN)
                .orElse(0);
    }

    private String text(Ansi ansi) {
        if (failure.isEmpty()) {
            String numbers = String.format(
                    Locale.ROOT,
                    "%d steps, %d promises, %.1f s",
                    narrator.steps().size(),
                    narrator.promises(),
                    time.toMillis() / 1e3);
            return "\n" + HumanReadable.styled(ansi, Style.fg_green, "Everything was as promised") + " (" + numbers
                    + ").\n";
        }
        return "\n" + HumanReadable.styled(ansi, Style.fg_red, interrupted ? "Interrupted in" : "Failed in") + " '"
                + narrator.title() + "': " + reason(failure.get()) + "\n";
    }

    private static String reason(RuntimeException failure) {
        StringBuilder reason = new StringBuilder(sentence(failure));
        for (Throwable further : failure.getSuppressed()) {
            reason.append("; and then: ").append(sentence(further));
        }
        return reason.toString();
    }

    private static String sentence(Throwable failure) {
        return switch (failure) {
            case DemoFailure known -> String.valueOf(known.getMessage());
            case CloudException ofCloud -> "the cloud, " + ofCloud.kind().word() + ": " + ofCloud.getMessage();
            case CallFailed refused -> refused.codeName() + ": " + refused.getMessage();
            default -> failure.toString();
        };
    }
}
