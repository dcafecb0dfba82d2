package dev.zonal.csi.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import dev.zonal.csi.config.Configuration.LogFormat;
import dev.zonal.csi.config.Configuration.LogSettings;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class LoggingTest {
    private static final Logger LOG = LoggerFactory.getLogger(LoggingTest.class);

    /** Not gRPC's: a client that some other test of this process has made keeps that one silent. */
    private static final java.util.logging.Logger FOREIGN = java.util.logging.Logger.getLogger("a.library");

    private final ByteArrayOutputStream stream = new ByteArrayOutputStream();

    @Test
    void textIsOneLineOfWords() {
        start(LogFormat.TEXT, Level.INFO);

        LOG.atInfo()
                .addKeyValue("a", 1)
                .addKeyValue("b", "two words")
                .addKeyValue("c", "")
                .log("hello");

        assertThat(written())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z INFO  hello a=1 b=\"two words\""
                        + " c=\"\"\n");
    }

    @Test
    void jsonIsOneObjectPerLine() {
        start(LogFormat.JSON, Level.INFO);

        LOG.atWarn().addKeyValue("n", 1).addKeyValue("t", "a\"b\nc").log("hello");

        JsonNode event = JsonMapper.shared().readTree(written());
        assertThat(event.get("level").asString()).isEqualTo("WARN");
        assertThat(event.get("message").asString()).isEqualTo("hello");
        assertThat(event.get("n").asInt()).isEqualTo(1);
        assertThat(event.get("t").asString()).isEqualTo("a\"b\nc");
    }

    @Test
    void anExceptionStaysInItsLine() {
        start(LogFormat.TEXT, Level.INFO);

        LOG.error("broken", new IllegalStateException("outer\nline", new IllegalArgumentException("inner")));

        assertThat(written().lines())
                .singleElement()
                .asString()
                .contains("exception=\"java.lang.IllegalStateException: outer\\nline at LoggingTest.")
                .contains("<= java.lang.IllegalArgumentException: inner");
    }

    @Test
    void theLevelIsThatOfTheDriverNotOfLibraries() {
        start(LogFormat.TEXT, Level.DEBUG);

        LOG.debug("ours");
        LoggerFactory.getLogger("io.netty").info("theirs");
        LoggerFactory.getLogger("io.netty").warn("their warning");
        FOREIGN.info("quiet");
        FOREIGN.warning("loud");

        assertThat(written().lines().map(line -> line.substring(25)))
                .containsExactly("DEBUG ours", "WARN  their warning", "WARN  loud");
    }

    @Test
    void beforeTheSettingsAreKnownOnlyWhatIsWrongIsSaid() {
        LoggerContext context = new LoggerContext();

        assertThat(new InitialLogging().configure(context))
                .isEqualTo(Configurator.ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY);

        assertThat(context.getLogger("any.library").isWarnEnabled()).isTrue();
        assertThat(context.getLogger("any.library").isInfoEnabled()).isFalse();
    }

    @Test
    void aLineIsBounded() {
        start(LogFormat.TEXT, Level.INFO);

        var event = LOG.atInfo();
        for (int i = 0; i < 1000; i++) {
            event = event.addKeyValue("k" + i, "v".repeat(10_000));
        }
        event.log("m".repeat(100_000));

        assertThat(written().length()).isLessThan(16_384);
    }

    @Property(tries = 300)
    void whateverIsLoggedIsOneLineAndReadAgain(@ForAll String message, @ForAll String value) {
        stream.reset();
        start(LogFormat.JSON, Level.INFO);
        LOG.atInfo().addKeyValue("k", value).log(message.replace("{}", ""));
        start(LogFormat.TEXT, Level.INFO);
        LOG.atInfo().addKeyValue("k", value).log(message.replace("{}", ""));

        assertThat(written().split("\n", -1)).hasSize(3);
        assertThat(written()).doesNotContain("\r", "\u2028", "\u0085");
        String known = new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        assertThat(JsonMapper.shared()
                        .readTree(written().lines().findFirst().orElseThrow())
                        .get("k")
                        .asString())
                .isEqualTo(known.length() <= 400 ? known : known.substring(0, 400) + "...");
    }

    private void start(LogFormat format, Level level) {
        Logging.start(new LogSettings(format, level), stream);
    }

    private String written() {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
