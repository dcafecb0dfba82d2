package dev.zonal.csi.client;

/** What a client talks to, in the words of the sentences that say why nobody answered. */
public enum Served {
    DRIVER("the driver", "zonal serve", "CSI_ENDPOINT"),
    CLOUD("the cloud", "zonal cloud serve", "ZONAL_CLOUD");

    private final String name;
    private final String command;
    private final String variable;

    Served(String name, String command, String variable) {
        this.name = name;
        this.command = command;
        this.variable = variable;
    }

    /** In the middle of a sentence. */
    @Override
    public String toString() {
        return name;
    }

    /** What starts it. */
    String command() {
        return command;
    }

    /** The environment variable that names its socket. */
    String variable() {
        return variable;
    }
}
