package dev.zonal.csi;

/** The program {@code zonal}. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(arguments.length);
    }
}
