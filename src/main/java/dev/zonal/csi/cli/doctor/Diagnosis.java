package dev.zonal.csi.cli.doctor;

import dev.zonal.csi.cli.output.Ink;
import java.util.List;

/** The findings for people: one line each, its remedy below it, and what it comes to. */
final class Diagnosis {
    private static final int LEVEL_WIDTH = 10;

    private Diagnosis() {}

    static String text(List<Finding> findings, Ink ink) {
        int width = findings.stream()
                        .mapToInt(finding -> finding.subject().length())
                        .max()
                        .orElse(0)
                + 3;
        StringBuilder text = new StringBuilder();
        for (Finding finding : findings) {
            String word = finding.level().word();
            text.append(coloured(finding.level(), word, ink))
                    .append(" ".repeat(LEVEL_WIDTH - word.length()))
                    .append(finding.subject())
                    .append(" ".repeat(width - finding.subject().length()))
                    .append(finding.found())
                    .append('\n');
            if (!finding.remedy().isEmpty()) {
                text.append(" ".repeat(LEVEL_WIDTH + width))
                        .append(ink.strong("→ " + finding.remedy()))
                        .append('\n');
            }
        }
        return text.append('\n').append(verdict(findings, ink)).append('\n').toString();
    }

    private static String verdict(List<Finding> findings, Ink ink) {
        long problems = count(findings, Finding.Level.PROBLEM);
        long warnings = count(findings, Finding.Level.WARNING);
        String counted = problems
                + (problems == 1 ? " problem, " : " problems, ")
                + warnings
                + (warnings == 1 ? " warning" : " warnings");
        return problems == 0
                ? ink.good("This host is fit for the driver") + " (" + counted + ")."
                : ink.bad("This host is not fit for the driver") + " (" + counted + ").";
    }

    private static long count(List<Finding> findings, Finding.Level level) {
        return findings.stream().filter(finding -> finding.level() == level).count();
    }

    private static String coloured(Finding.Level level, String word, Ink ink) {
        return switch (level) {
            case OK -> ink.good(word);
            case WARNING -> ink.doubtful(word);
            case PROBLEM -> ink.bad(word);
        };
    }
}
