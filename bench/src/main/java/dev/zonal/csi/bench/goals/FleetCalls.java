package dev.zonal.csi.bench.goals;

import dev.zonal.csi.bench.Site;
import dev.zonal.csi.bench.measure.Keyed;
import dev.zonal.csi.bench.measure.Samples;
import dev.zonal.csi.bench.measure.Turns;
import dev.zonal.csi.bench.report.Figure;
import dev.zonal.csi.bench.report.Report;
import dev.zonal.csi.bench.report.Row;
import dev.zonal.csi.config.ControlTrust.TlsFiles;
import dev.zonal.csi.driver.RealDriver;
import dev.zonal.csi.driver.Workload;
import dev.zonal.csi.fleet.trust.CertificateAuthority;
import dev.zonal.csi.tls.Authority;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The same calls through a controller and its agent, which know each other by certificates, and to a driver that has the pool
 * itself, in turns; one caller. All three were started for this, so that they are equally warm.
 */
public final class FleetCalls implements Chapter {
    private static final double MOST_ADDED_MILLIS = 1;
    private static final double MOST_AT_P99 = 2;
    private static final int WARM_UP = 300;
    private static final int ROUNDS = 500;

    @Override
    public String name() {
        return "through a fleet";
    }

    @Override
    public boolean needsOurOwn() {
        return true;
    }

    @Override
    public void measure(Site site, Report report) throws Exception {
        Path keys = site.folder().resolve("keys");
        Authority authority = new Authority(keys);
        String address = RealDriver.freeAddress();
        try (RealDriver driver = site.another();
                RealDriver agent = site.another(
                        with(authority.issue("n1", keys.resolve("n1")), "--mode", "node", "--control", address));
                RealDriver controller = RealDriver.with(
                        Map.of(),
                        with(
                                authority.issue(CertificateAuthority.CONTROLLER, keys.resolve("controller")),
                                "--mode",
                                "controller",
                                "--backend",
                                "fleet",
                                "--agents",
                                "n1=" + address));
                Lineages here = new Lineages(new Workload(driver), "here-");
                Lineages there = new Lineages(new Workload(controller), "there-")) {
            Keyed<String, Samples> took = new Turns()
                    .timed("create", here::create)
                    .timed("create, fleet", there::create)
                    .timed("snapshot", here::snapshot)
                    .timed("snapshot, fleet", there::snapshot)
                    .timed("restore", here::restore)
                    .timed("restore, fleet", there::restore)
                    .untimed(here::cloneVolume)
                    .untimed(there::cloneVolume)
                    .timed("delete", here::deleteClone)
                    .timed("delete, fleet", there::deleteClone)
                    .untimed(here::deleteRest)
                    .untimed(there::deleteRest)
                    .run(WARM_UP, ROUNDS);
            for (String what : List.of("create", "snapshot", "restore", "delete")) {
                rows(report, what, took.get(what + ", fleet"), took.get(what));
            }
        }
    }

    private static String[] with(TlsFiles files, String... arguments) {
        return Stream.concat(Stream.of(arguments), Authority.arguments(files).stream())
                .toArray(String[]::new);
    }

    private static void rows(Report report, String what, Samples fleet, Samples local) {
        double added = fleet.medianMillis() - local.medianMillis();
        report.row(Row.atMost(
                MOST_ADDED_MILLIS,
                what + " through a fleet (beside: to the driver itself; the ratio is what is added)",
                "+ ≤ 1 ms",
                Figure.of(fleet),
                Figure.of(local),
                added));
        report.row(Row.atMost(
                MOST_AT_P99,
                what + " through a fleet, p99 (beside: to the driver itself)",
                "≤ 2 ×",
                Figure.of(fleet.p99Millis(), "ms"),
                Figure.of(local.p99Millis(), "ms"),
                fleet.p99Millis() / local.p99Millis()));
    }
}
