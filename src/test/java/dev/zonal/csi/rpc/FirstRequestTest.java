package dev.zonal.csi.rpc;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

final class FirstRequestTest {
    @Test
    void itIsOneThatADriverTakes() {
        assertThatCode(FirstRequest::read).doesNotThrowAnyException();
    }
}
