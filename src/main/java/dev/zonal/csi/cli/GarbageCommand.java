package dev.zonal.csi.cli;

import dev.zonal.csi.cli.output.HumanReadable;
import dev.zonal.csi.cli.output.MessageTree;
import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.cli.output.Table;
import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.v1.FindGarbageResponse;
import dev.zonal.csi.v1.Finding;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;

/** Maintenance.FindGarbage, a service of Zonal's own. */
@Command(
        name = "gc",
        description = {
            "Find what an accident left in the pools and over their files, and say how each is removed.",
            "It removes nothing itself, and never finds what the driver works on.",
            "Ends with 0 where nothing was found, with 9 where something was."
        },
        footer = {"", "Example:", "  zonal gc"})
final class GarbageCommand extends CallCommand {
    private static final int FAILED_PRECONDITION = 9;

    @Override
    Shown ask(CsiClient client) {
        FindGarbageResponse answer = client.maintenance().findGarbage();
        List<Finding> findings = answer.getFindingsList();
        return new Shown(
                MessageTree.of(answer),
                findings.stream().map(Finding::getPath).toList(),
                ansi -> text(findings, ansi),
                findings.isEmpty() ? 0 : FAILED_PRECONDITION);
    }

    private static String text(List<Finding> findings, Ansi ansi) {
        Table table = Table.of("KIND", "SIZE", "PATH", "WHY")
                .whenEmpty("Nothing was found: all in the pools and over them belongs to a listed object.");
        findings.forEach(finding -> table.row(
                finding.getKind().name().toLowerCase(Locale.ROOT),
                HumanReadable.size(finding.getSizeBytes()),
                finding.getPath(),
                finding.getReason() + "; " + finding.getAdvice()));
        return table.render(ansi) + commands(findings);
    }

    /** Beneath each other, so that a person can copy the ones that are wanted. */
    private static String commands(List<Finding> findings) {
        List<String> commands = findings.stream()
                .map(Finding::getCommand)
                .filter(command -> !command.isEmpty())
                .toList();
        return commands.isEmpty()
                ? ""
                : "\nWhat removes them, where the driver runs, once you have looked at each:\n  "
                        + String.join("\n  ", commands)
                        + "\n";
    }
}
