package dev.zonal.csi.cli;

import dev.zonal.csi.cli.output.HumanReadable;
import dev.zonal.csi.cli.output.MessageTree;
import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.cli.output.Table;
import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.v1.CollectGarbageRequest;
import dev.zonal.csi.v1.CollectGarbageResponse;
import dev.zonal.csi.v1.Finding;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Maintenance.CollectGarbage, a service of Zonal's own. */
@Command(
        name = "gc",
        description = {
            "Find what an accident left in the pools and over their files, and remove it where asked to.",
            "The driver does the work under its own locks, and never finds what it works on itself.",
            "Ends with 0 where nothing was found or all of it was removed, with 9 where something is still there."
        },
        footer = {"", "Example:", "  zonal gc", "  zonal gc --apply", "  zonal gc --apply /srv/pool/volumes/copy-of-db"
        })
final class GarbageCommand extends CallCommand {
    private static final int FAILED_PRECONDITION = 9;

    @Option(names = "--apply", description = "Remove what goes without a loss.")
    private boolean apply;

    @Parameters(
            paramLabel = "PATH",
            arity = "0..*",
            description = "A finding that may be somebody's data, to be removed with --apply all the same.")
    private List<String> named = List.of();

    @Override
    Shown ask(CsiClient client) {
        if (!apply && !named.isEmpty()) {
            throw misused("a PATH is removed only with --apply");
        }
        CollectGarbageResponse answer = client.maintenance()
                .collectGarbage(CollectGarbageRequest.newBuilder()
                        .setApply(apply)
                        .addAllNamed(named)
                        .build());
        List<Finding> findings = answer.getFindingsList();
        boolean clean = findings.stream().allMatch(finding -> finding.getOutcome() == Finding.Outcome.REMOVED);
        return new Shown(
                MessageTree.of(answer),
                findings.stream().map(Finding::getPath).toList(),
                ansi -> text(findings, ansi),
                clean ? 0 : FAILED_PRECONDITION);
    }

    private static String text(List<Finding> findings, Ansi ansi) {
        Table table = Table.of("OUTCOME", "KIND", "SIZE", "PATH", "WHY")
                .whenEmpty("Nothing was found: all in the pools and over them belongs to a listed object.");
        findings.forEach(finding -> table.row(
                outcome(finding.getOutcome()),
                finding.getKind().name().toLowerCase(Locale.ROOT),
                HumanReadable.size(finding.getSizeBytes()),
                finding.getPath(),
                finding.getReason() + "; " + finding.getDetail()));
        return table.render(ansi);
    }

    private static String outcome(Finding.Outcome outcome) {
        return switch (outcome) {
            case FOUND -> "found: --apply removes it";
            case TO_BE_NAMED -> "found: --apply PATH removes it";
            case KEPT -> "kept";
            case REMOVED -> "removed";
            case FAILED -> "failed";
            case OUTCOME_UNSPECIFIED, UNRECOGNIZED -> "unknown to this version";
        };
    }
}
