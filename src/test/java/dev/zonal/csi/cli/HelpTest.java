package dev.zonal.csi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

final class HelpTest {
    static Stream<CommandLine> commands() {
        return leaves(Shell.root());
    }

    private static Stream<CommandLine> leaves(CommandLine command) {
        return command.getSubcommands().isEmpty()
                ? Stream.of(command)
                : command.getSubcommands().values().stream().distinct().flatMap(HelpTest::leaves);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHelpsWithAnExampleThatItAccepts(CommandLine command) {
        String line = command.getCommandSpec().qualifiedName();

        Shell.Answer answer = Shell.run((line.substring("zonal ".length()) + " --help").split(" "));

        assertThat(answer.exitCode()).isZero();
        assertThat(answer.out()).contains("Example:", line);
    }
}
