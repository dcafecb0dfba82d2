package dev.zonal.csi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.config.Configuration;
import dev.zonal.csi.config.Setting;
import dev.zonal.csi.config.Settings;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.host.SimulatedHost;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ServeCommandTest {

    private static Map<Setting<?>, List<String>> read(Stream<String> arguments) {
        return ServeCommand.flags(
                ServeCommand.commandLine(ServeCommandTest::host).parseArgs(arguments.toArray(String[]::new)));
    }

    private static Setting<?> setting(String key) {
        return Settings.ALL.stream()
                .filter(setting -> setting.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everySettingIsAnOption() {
        Map<Setting<?>, List<String>> expected = new HashMap<>();
        Settings.ALL.forEach(setting -> expected.put(setting, List.of("a value of " + setting.key() + "=x,y")));

        assertThat(read(expected.entrySet().stream()
                        .flatMap(said ->
                                Stream.of(said.getKey().flag(), said.getValue().getFirst()))))
                .isEqualTo(expected);
        // As the manifests write it.
        assertThat(read(expected.entrySet().stream()
                        .map(said ->
                                said.getKey().flag() + "=" + said.getValue().getFirst())))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a\"", "'a b'", "=", "a=b", "${sys:user.home}", " a ", "a\\b"})
    void nothingOfAValueIsLost(String value) {
        assertThat(read(Stream.of("--pool=" + value, "--node-id", "n1")))
                .containsEntry(setting("pool"), List.of(value));
    }

    @Test
    void whatCanBeSaidOftenIsReadInItsOrder() {
        assertThat(read(Stream.of("--pool", "fast=/a", "--node-id", "n1", "--pool", "slow=/b")))
                .containsEntry(setting("pool"), List.of("fast=/a", "slow=/b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--nonsense x", "--pool", "--node-id a --node-id b", "extra --pool /a"})
    void whatIsWrongIsRefused(String line) {
        assertThat(ServeCommand.commandLine(ServeCommandTest::host)
                        .setErr(new java.io.PrintWriter(java.io.Writer.nullWriter()))
                        .execute(Arrays.stream(line.split(" ")).toArray(String[]::new)))
                .isNotZero();
    }

    private static Host host(Configuration configuration) {
        return new SimulatedHost().ports();
    }
}
