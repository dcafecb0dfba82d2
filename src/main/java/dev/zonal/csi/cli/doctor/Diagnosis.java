package dev.zonal.csi.cli.doctor;

import dev.zonal.csi.cli.output.HumanReadable;
import java.util.List;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/** The findings for people: one line each, its remedy below it, and what it comes to. */
final class Diagnosis {
    private static final int LEVEL_WIDTH = 10;

    private Diagnosis() {}

    static String text(List<Finding> findings, Ansi ansi) {
        int width = findings.stream()
                        .mapToInt(finding -> finding.subject().length())
                        .max()
                        .orElse(0)
                + 3;
        StringBuilder text = new StringBuilder();
        for (Finding finding : findings) {
            String word = finding.level().word();
            text.append(coloured(finding.level(), word, ansi))
                    .append(" ".repeat(LEVEL_WIDTH - word.length()))
                    .append(finding.subject())
                    .append(" ".repeat(width - finding.subject().length()))
                    .append(finding.found())
                    .append('\n');
            if (!finding.remedy().isEmpty()) {
                text.append(" ".repeat(LEVEL_WIDTH + width))
                        .append(HumanReadable.styled(ansi, Style.bold, "→ " + finding.remedy()))
                        .append('\n');
            }
        }
        return text.append('\n').append(verdict(findings, ansi)).append('\n').toString();
    }

    private static String verdict(List<Finding> findings, Ansi ansi) {
        long problems = count(findings, Finding.Level.PROBLEM);
        long warnings = count(findings, Finding.Level.WARNING);
        String counted = problems
                + (problems == 1 ? " problem, " : " problems, ")
                + warnings
                + (warnings == 1 ? " warning" : " warnings");
        return problems == 0
                ? HumanReadable.styled(ansi, Style.fg_green, "This host is fit for the driver") + " (" + counted + ")."
                : HumanReadable.styled(ansi, Style.fg_red, "This host is not fit for the driver") + " (" + counted
                        + ").";
    }

    private static long count(List<Finding> findings, Finding.Level level) {
        return findings.stream().filter(finding -> finding.level() == level).count();
    }

    private static String coloured(Finding.Level level, String word, Ansi ansi) {
        return switch (level) {
            case OK -> HumanReadable.styled(ansi, Style.fg_green, word);
            case WARNING -> HumanReadable.styled(ansi, Style.fg_yellow, word);
            case PROBLEM -> HumanReadable.styled(ansi, Style.fg_red, word);
        };
    }
}
