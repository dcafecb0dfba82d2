package dev.zonal.csi.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EndpointTest {
    @ParameterizedTest
    @CsvSource({
        "unix:///a/b.sock,/a/b.sock",
        "unix:/a/b.sock,/a/b.sock",
        "/a/b.sock,/a/b.sock",
        "UNIX:///a/b.sock,/a/b.sock",
        "/a//c/../b.sock,/a/b.sock",
        "/a b/ü.sock,/a b/ü.sock",
    })
    void readsEveryForm(String text, Path socket) {
        assertThat(Endpoint.parse(text).socket()).isEqualTo(socket);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "unix:",
                "unix://",
                "unix:///",
                "/",
                "a.sock",
                "unix://a/b.sock",
                "/a/",
                "tcp://1.2.3.4:5",
                "dns:///x",
                "http://a",
                "unix:a.sock",
                "/a\0b"
            })
    void refusesTheRestWithASentence(String text) {
        assertThatThrownBy(() -> Endpoint.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("write unix:///run/zonal/csi.sock");
    }

    @Test
    void refusesWhatTheKernelHasNoRoomFor() {
        String fits = "/" + "x".repeat(101) + ".sock";
        assertThat(Endpoint.parse(fits).socket().toString()).hasSize(107);
        assertThatThrownBy(() -> Endpoint.parse("/x" + fits.substring(1)))
                .hasMessageContaining("108 bytes")
                .hasMessageContaining("107");
    }

    @Test
    void knowsTheUsualName() {
        assertThat(Endpoint.parse("/a/b.sock").hasUsualName()).isTrue();
        assertThat(Endpoint.parse("/a/b").hasUsualName()).isFalse();
    }

    @Property
    void readsOrRefusesAnything(@ForAll String text) {
        try {
            Endpoint endpoint = Endpoint.parse(text);
            assertThat(endpoint.socket()).isAbsolute();
            assertThat(Endpoint.parse(endpoint.toString())).isEqualTo(endpoint);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageStartingWith("'");
        }
    }
}
