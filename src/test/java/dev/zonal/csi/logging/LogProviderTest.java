package dev.zonal.csi.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.spi.SLF4JServiceProvider;

final class LogProviderTest {
    @Test
    void beforeTheConfigurationIsKnownOnlyWhatIsWrongIsSaid() {
        SLF4JServiceProvider provider = new LogProvider();

        provider.initialize();

        Logger log = provider.getLoggerFactory().getLogger("any.library");
        assertThat(log.isWarnEnabled()).isTrue();
        assertThat(log.isInfoEnabled()).isFalse();
    }

    @Test
    void theProgramIsStartedWithItAndNothingIsSaidOfThat() throws IOException {
        assertThat(Files.readAllLines(Path.of("src/main/jvm.options")))
                .contains("-Dslf4j.provider=" + LogProvider.class.getName(), "-Dslf4j.internal.verbosity=WARN");
    }
}
