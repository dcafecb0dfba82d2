package dev.zonal.csi.config;

/** The version of the CSI spec whose capabilities are advertised; the wire is the same for both. */
public enum SpecVersion {
    V1_12("1.12"),
    V1_13("1.13");

    private final String word;

    SpecVersion(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
