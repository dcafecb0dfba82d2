package dev.zonal.csi.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.config.ControlAddress.Tcp;
import dev.zonal.csi.config.ControlAddress.Unix;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The agents of a fleet, as an operator names them. */
final class FleetSettingsTest {
    @Test
    void addressesAsPeopleWriteThem() {
        assertThat(ControlAddress.parse("n1.example:9810")).isEqualTo(new Tcp("n1.example", 9810));
        assertThat(ControlAddress.parse("[fd00::1]:9810")).isEqualTo(new Tcp("fd00::1", 9810));
        assertThat(ControlAddress.parse("[fd00::1]:9810")).hasToString("[fd00::1]:9810");
        assertThat(ControlAddress.parse("unix:///run/c.sock")).isEqualTo(new Unix(Path.of("/run/c.sock")));
        assertThat(ControlAddress.parse("/run/c.sock")).hasToString("unix:///run/c.sock");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "n1", "n1:", "n1:0", "n1:65536", ":9810", "n 1:9810", "http://n1:9810", "unix:c.sock"})
    void whatIsNoAddressIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ControlAddress.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "unix:///c.sock, true", "127.0.0.1:1, true", "localhost:1, true", "[::1]:1, true",
        "10.0.0.1:1, false", "n1:1, false", "127.example:1, false", "localhost.example:1, false"
    })
    void whatNobodyElsewhereReachesIsOfThisMachine(String text, boolean expected) {
        assertThat(ControlAddress.parse(text).isOfThisMachine()).isEqualTo(expected);
    }

    @Test
    void agentsAreListedOrStandInAFile(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("agents"), "# two\nn1=a:1\n\n n2 = b:2 \n");
        Map<String, ControlAddress> expected = Map.of("n1", new Tcp("a", 1), "n2", new Tcp("b", 2));

        assertThat(AgentList.parse(List.of("n1=a:1,n2=b:2")).read()).isEqualTo(expected);
        assertThat(AgentList.parse(List.of("n1=a:1", "n2=b:2")).read()).isEqualTo(expected);
        AgentList inFile = AgentList.parse(List.of("@" + file));
        assertThat(inFile.read()).isEqualTo(expected);
        assertThat(AgentList.parse(List.of())).isEqualTo(AgentList.NONE);

        Files.writeString(file, "n3=c:3");
        assertThat(inFile.read()).isEqualTo(Map.of("n3", new Tcp("c", 3)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a:1",
                "=a:1",
                "n1=a:1,n1=b:2",
                "n1=a:1,",
                "n/1=a:1",
                "@/nowhere/at/all",
                "kubernetes:",
                "kubernetes:a/b"
            })
    void whatNamesNoAgentIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> AgentList.parse(List.of(text)));
    }

    private static void check(String... words) {
        Map<Setting<?>, List<String>> flags = new HashMap<>();
        for (int i = 0; i < words.length; i += 2) {
            String key = words[i];
            flags.put(
                    Settings.ALL.stream()
                            .filter(setting -> setting.key().equals(key))
                            .findFirst()
                            .orElseThrow(),
                    List.of(words[i + 1]));
        }
        FleetRules.check(ConfigurationReader.read(flags, Map.of()));
    }

    @Test
    void whatGoesTogetherIsTaken() {
        assertThatCode(() -> {
                    check();
                    check("mode", "node", "control", "127.0.0.1:9810");
                    check("mode", "all", "control", "unix:///run/c.sock");
                    check("mode", "controller", "backend", "fleet", "agents", "n1=127.0.0.1:9810");
                })
                .doesNotThrowAnyException();
    }

    @Test
    void whatDoesNotGoTogetherIsRefusedWithWhatWould() {
        assertThatThrownBy(() -> check("backend", "fleet", "agents", "n1=127.0.0.1:1"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("say --mode controller");
        assertThatThrownBy(() -> check("backend", "fleet", "mode", "controller"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("--agents: missing");
        assertThatThrownBy(() -> check("agents", "n1=127.0.0.1:1"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("only --backend fleet");
        assertThatThrownBy(() -> check("mode", "controller", "control", "127.0.0.1:1"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("--control");
    }

    /** Nothing of it is encrypted, and nobody is asked who he is. */
    @Test
    void noPortIsOpenedToOtherMachines() {
        assertThatThrownBy(() -> check("mode", "node", "control", "0.0.0.0:9810"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("need certificates");
        assertThatThrownBy(() -> check("mode", "controller", "backend", "fleet", "agents", "n1=10.0.0.1:9810"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("10.0.0.1:9810");
    }

    @Test
    void certificatesOpenThePortToOtherMachines() {
        assertThatCode(() -> check(
                        "mode", "node",
                        "control", "0.0.0.0:9810",
                        "control-certificate", "/c/tls.crt",
                        "control-key", "/c/tls.key",
                        "control-ca", "/c/ca.crt"))
                .doesNotThrowAnyException();
        assertThatCode(() -> check(
                        "mode", "node",
                        "control", "0.0.0.0:9810",
                        "control-token", "/t/token",
                        "control-ca", "/c/ca.crt"))
                .doesNotThrowAnyException();
        assertThatCode(() -> check(
                        "mode", "controller",
                        "backend", "fleet",
                        "agents", "kubernetes:zonal-node",
                        "control-authority", "zonal"))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> check(
                        "mode", "controller", "backend", "fleet", "agents", "n1=127.0.0.1:1", "capacity-buckets", "c"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("--capacity-buckets");
        assertThatThrownBy(() -> check("control-certificate", "/c/tls.crt", "control-ca", "/c/ca.crt"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("all three");
        assertThatThrownBy(() -> check("control-token", "/t/token"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("--control-ca");
        assertThatThrownBy(() -> check("control-authority", "zonal", "control-ca", "/c/ca.crt"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("no other certificates");
        assertThatThrownBy(() -> check("control-token", "/t/token", "control-ca", "/c/ca.crt"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("only an agent");
        assertThatThrownBy(() -> check(
                        "mode", "controller",
                        "backend", "fleet",
                        "agents", "n1=127.0.0.1:1",
                        "control-authority", "zonal"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("whose certificates");
        assertThatThrownBy(() -> check("mode", "controller", "backend", "fleet", "agents", "kubernetes:zonal-node"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("--control-authority");
    }
}
