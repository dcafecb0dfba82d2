package dev.zonal.csi.cloud.console;

import dev.zonal.csi.metrics.HttpPages;
import java.util.Optional;

/** What stands behind each path, and who gets it. */
final class ConsolePages {
    private static final String CONTROL = "/control/";

    private final HostRule hosts;
    private final WriteRule writers;
    private final Assets assets = new Assets();
    private final States states;
    private final ConsoleControls controls;
    private final HttpPages others;

    /** @param others what the port serves beside the console */
    ConsolePages(HostRule hosts, WriteRule writers, States states, ConsoleControls controls, HttpPages others) {
        this.hosts = hosts;
        this.writers = writers;
        this.states = states;
        this.controls = controls;
        this.others = others;
    }

    /** Why the request is not answered; empty where it is. */
    Optional<ConsoleReply> refusal(ConsoleRequest request) {
        return hosts.refusal(request)
                .or(() -> request.path().startsWith(CONTROL) ? writers.refusal(request) : Optional.empty());
    }

    /** Of a request that was not refused; it may wait for the cloud. */
    ConsoleReply page(ConsoleRequest request) {
        String path = request.path();
        if (path.startsWith(CONTROL)) {
            return controls.perform(path.substring(CONTROL.length()), request.body());
        }
        if (path.equals("/state") && request.isRead()) {
            return ConsoleReply.json(states.now().document());
        }
        return assets.of(path).filter(_ -> request.isRead()).orElseGet(() -> other(request));
    }

    private ConsoleReply other(ConsoleRequest request) {
        HttpPages.Page page = others.page(request.method(), request.path());
        return new ConsoleReply(page.status(), page.type(), page.body());
    }
}
