package dev.zonal.csi.metrics;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What stands on the pages, whoever carries them. */
public final class HttpPages {
    private static final Logger LOG = LoggerFactory.getLogger(HttpPages.class);
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final Page OK = Page.text(200, "ok");

    private final PrometheusTextFormatWriter format = PrometheusTextFormatWriter.create();
    private final PrometheusRegistry registry;
    private final Map<String, Supplier<Page>> byPath;

    public HttpPages(PrometheusRegistry registry, Readiness readiness) {
        this.registry = registry;
        this.byPath = Map.of(
                "/metrics", this::metrics,
                "/healthz", () -> OK,
                "/readyz",
                        () -> readiness
                                .obstacle()
                                .map(reason -> Page.text(503, reason))
                                .or(() -> readiness.impairment().map(words -> Page.text(200, "ok, but " + words)))
                                .orElse(OK));
    }

    /** One of them, with its HTTP status. */
    public record Page(int status, String type, String body) {
        static Page text(int status, String line) {
            return new Page(status, TEXT, line + "\n");
        }
    }

    /** @param target what the request names, with or without a query */
    public Page page(String method, String target) {
        Supplier<Page> page = byPath.get(path(target));
        if (page == null) {
            return Page.text(404, "no such page");
        }
        return method.equals("GET") || method.equals("HEAD") ? page.get() : Page.text(405, "only GET and HEAD");
    }

    private static String path(String target) {
        try {
            String path = new URI(target).getPath();
            return path == null ? "" : path;
        } catch (URISyntaxException nonsense) {
            return "";
        }
    }

    private Page metrics() {
        try {
            ByteArrayOutputStream page = new ByteArrayOutputStream();
            format.write(page, registry.scrape());
            return new Page(200, format.getContentType(), page.toString(StandardCharsets.UTF_8));
        } catch (IOException | RuntimeException unforeseen) {
            LOG.atError().setCause(unforeseen).log("the page of the metrics could not be made");
            return Page.text(500, "the log says why there is no such page now");
        }
    }
}
