package dev.zonal.csi.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The reference page is made of the table; {@code -Dzonal.docs=write} brings it up to date. */
final class ConfigurationPageTest {
    private static final Path PAGE = Path.of("docs", "configuration.md");

    @Test
    void isInStepWithTheTable() throws Exception {
        String page = render();
        if ("write".equals(System.getProperty("zonal.docs"))) {
            Files.writeString(PAGE, page);
        }

        assertThat(PAGE).as("run the build with -Dzonal.docs=write").hasContent(page);
    }

    private static String render() {
        StringBuilder page = new StringBuilder("""
                # Configuration
                <!-- Made from the table in src/main/java/dev/zonal/csi/config/Settings.java by ConfigurationPageTest. -->

                Everything that can be set is a flag of `zonal serve`, an environment variable and a key of a YAML file
                alike. A flag goes before a variable, a variable before the file, the file before the default. What is
                misspelt is refused with the nearest name there is; what can't be read is named with the place where it
                was said.

                | flag | variable | value | default | what it is |
                | --- | --- | --- | --- | --- |
                """);
        for (Setting<?> setting : Settings.ALL) {
            page.append("| `")
                    .append(setting.flag())
                    .append("` | `")
                    .append(setting.variable())
                    .append("` | `")
                    .append(setting.label().replace("|", "\\|"))
                    .append('`')
                    .append(setting.repeatable() ? ", repeatable" : "")
                    .append(" | ")
                    .append(setting.fallback().map(text -> "`" + text + "`").orElse(""))
                    .append(" | ")
                    .append(setting.doc())
                    .append(" |\n");
        }
        return page.append("""

                ## The file
                `--config zonal.yaml`. Its keys are the flags without their dashes. What can be said several times is a
                list, or a mapping where it has names; in a variable such values are separated by commas.

                ```yaml
                endpoint: unix:///var/lib/kubelet/plugins/local.csi.zonal.dev/csi.sock
                node-id: n1
                topology:
                  zone: a
                  rack: r1
                pool:
                  fast: /srv/fast
                  big: /srv/big.img
                pool-size:
                  big: 200Gi
                ```

                ## What goes together
                - **Pools.** A StorageClass names its pool with the parameter `pool`; without it the first one is used.
                  One pool needs no name and is called `default`. A size without a name is for every pool that has none
                  of its own, and counts only where the pool is a file that has to be made.
                - **Topology.** All keys share one prefix, because the CSI spec wants it so: `zone=a` becomes
                  `topology.local.csi.zonal.dev/zone: a`. The key `node` with the node's id is always there. Names and
                  values are labels of Kubernetes: at most 63 letters, digits, `-`, `_` and `.`, with a letter or digit
                  at both ends.
                - **Topology from labels.** `--topology-from-labels zone=topology.kubernetes.io/zone,rack=example.com/rack`
                  takes values from any labels of the Kubernetes node, read once at the start with the pod's own service
                  account; `--node-id` is the node's name. While the API server is away it is asked again for a minute. A
                  label that is missing ends the driver with a sentence that names it; kubelet starts it again. A label
                  that changes later is logged and counted in `zonal_node_labels_differ`; the topology stays until the
                  driver is restarted.
                - **Kubernetes, one driver per node.** `--controller-expansion=false` withdraws the controller's
                  EXPAND_VOLUME, so that the resizer accepts a new size and kubelet has the node grow the volume.
                - **Kubernetes, one controller for many nodes.** With `--pod-placement` the controller reads the claim that
                  a request names, its pods, their other claims and the nodes in question with its pod's service account,
                  within five seconds, and makes the volume where the pods get to it: see
                  [topology.md](topology.md#where-the-pod-decides). What it may not or can't read, it names in the log
                  and does without.
                - **Health.** With `--http`, `/healthz` says that the process lives, and `/readyz` that it serves: not
                  while it starts or stops, and not while kubelet refuses its registration. `/metrics` is for
                  Prometheus. A port without a host is open to this machine alone.
                - **Stopping.** At SIGTERM or SIGINT the socket goes, running calls end within `--shutdown-grace`, and
                  the exit code is 0. What is published stays published.
                """).toString();
    }
}
