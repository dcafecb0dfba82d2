package dev.zonal.csi.metrics;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What a scrape would see. */
public final class MetricsPage {
    private MetricsPage() {}

    public static String of(PrometheusRegistry registry) {
        try {
            ByteArrayOutputStream page = new ByteArrayOutputStream();
            PrometheusTextFormatWriter.create().write(page, registry.scrape());
            return page.toString(StandardCharsets.UTF_8);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
