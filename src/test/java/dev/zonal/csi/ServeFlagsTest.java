package dev.zonal.csi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.config.Setting;
import dev.zonal.csi.config.Settings;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The short way to read what {@code zonal serve} is told, beside the library that reads every command line. */
final class ServeFlagsTest {
    private static Map<Setting<?>, List<String>> byTheLibrary(List<String> arguments) {
        return ServeCommand.flags(ServeCommand.commandLine().parseArgs(arguments.toArray(String[]::new)));
    }

    @Test
    void everySettingIsReadAsTheLibraryReadsIt() {
        List<String> arguments = Settings.ALL.stream()
                .flatMap(setting -> Stream.of(setting.flag(), "a value of " + setting.key() + "=x,y"))
                .toList();

        assertThat(ServeFlags.read(arguments)).contains(byTheLibrary(arguments));
    }

    /** As the manifests write it. */
    @Test
    void aValueMayStandBehindItsFlag() {
        List<String> arguments = Settings.ALL.stream()
                .map(setting -> setting.flag() + "=a value of " + setting.key() + "=x,y")
                .toList();

        assertThat(ServeFlags.read(arguments)).contains(byTheLibrary(arguments));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--pool=\"a\"", "--pool='a b'", "--pool==", "--pool=a=b", "--pool=${sys:x}", "--pool= a "})
    void nothingOfAValueIsLost(String word) {
        List<String> arguments = List.of(word, "--node-id", "n1");

        assertThat(ServeFlags.read(arguments)).contains(byTheLibrary(arguments));
    }

    @Test
    void whatCanBeSaidOftenIsReadAsTheLibraryReadsIt() {
        List<String> arguments = List.of("--pool", "fast=/a", "--node-id", "n1", "--pool", "slow=/b");

        assertThat(ServeFlags.read(arguments)).contains(byTheLibrary(arguments));
    }

    @Test
    void nothingSaidIsNothingRead() {
        assertThat(ServeFlags.read(List.of())).contains(Map.of());
    }

    /** Whether it is wrong, asks for help, or is only unusual: that is for the library to say. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "--version",
                "--nonsense x",
                "--pool",
                "--pool --node-id",
                "--pool -x",
                "--pool @file",
                "@file",
                "--pool=",
                "--pool=-x",
                "--pool=@file",
                "--nonsense=x",
                "--help=x",
                "=x",
                "--node-id a --node-id b",
                "--node-id=a --node-id=b",
                "--pool /a extra",
                "extra --pool /a"
            })
    void anythingElseIsLeftToTheLibrary(String line) {
        assertThat(ServeFlags.read(List.of(line.split(" ", -1)))).isEmpty();
    }

    @Test
    void anEmptyValueIsLeftToTheLibrary() {
        assertThat(ServeFlags.read(List.of("--pool", ""))).isEmpty();
    }
}
