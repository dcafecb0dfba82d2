package dev.zonal.csi.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesObjectTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "db", "data-db-0", "0", "db.nightly", "a--b"})
    void whatKubernetesCouldHaveCalledItIsItsName(String name) {
        assertThat(KubernetesObject.parse("shop", name)).contains(new KubernetesObject("shop", name));
        assertThat(KubernetesObject.parse(name, "db")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a-", ".a", "DB", "a/b", "a b", "a\nb", "\u001b[2J", "é", "a_b"})
    void whatItCouldNotIsNone(String name) {
        assertThat(KubernetesObject.parse("shop", name)).isEmpty();
        assertThat(KubernetesObject.parse(name, "db")).isEmpty();
        assertThatThrownBy(() -> new KubernetesObject("shop", name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNameHasAtMost253Characters() {
        assertThat(KubernetesObject.parse("shop", "a".repeat(253))).isPresent();
        assertThat(KubernetesObject.parse("shop", "a".repeat(254))).isEmpty();
        assertThat(new KubernetesObject("shop", "db")).hasToString("shop/db");
    }
}
