package dev.zonal.csi;

import dev.zonal.csi.tracing.CollectorTracing;
import dev.zonal.csi.tracing.Tracing;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where this process sends its traces, as configured. */
final class TraceOutput {
    private static final Logger LOG = LoggerFactory.getLogger(TraceOutput.class);

    private TraceOutput() {}

    /**
     * @param collector who gets them; nobody does where it is empty
     * @param service what the process is called in them
     * @param process what else is said of it
     */
    static Tracing of(Optional<URI> collector, String service, Map<String, String> process) {
        return collector.map(known -> to(known, service, process)).orElse(Tracing.OFF);
    }

    private static Tracing to(URI collector, String service, Map<String, String> process) {
        Map<String, String> said = new HashMap<>(process);
        said.put("service.version", Version.current());
        Tracing tracing = CollectorTracing.to(collector, service, said);
        LOG.atInfo().addKeyValue("collector", collector).log("calls are traced");
        return tracing;
    }
}
