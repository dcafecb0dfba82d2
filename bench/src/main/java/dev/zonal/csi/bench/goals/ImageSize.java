package dev.zonal.csi.bench.goals;

import dev.zonal.csi.bench.Site;
import dev.zonal.csi.bench.report.Report;
import dev.zonal.csi.bench.report.Row;

/** The size of the container image, which is built elsewhere. */
public final class ImageSize implements Chapter {
    @Override
    public String name() {
        return "image";
    }

    @Override
    public void measure(Site site, Report report) {
        report.row(Row.notMeasured(
                "container image, unpacked",
                "≤ 120 MiB without the tools of mkfs",
                "docker build -t zonal . && docker run --rm --entrypoint du zonal -sm /opt/zonal says it"));
    }
}
