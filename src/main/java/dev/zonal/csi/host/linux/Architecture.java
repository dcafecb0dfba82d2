package dev.zonal.csi.host.linux;

/** Whose kernel interface this is; what differs between the two stands beside what it belongs to. */
enum Architecture {
    X86_64,
    AARCH64;

    static final Architecture CURRENT = of(System.getProperty("os.arch", "unknown"));

    /** The one of two numbers that is right here. */
    static int choose(int onX86, int onArm) {
        return switch (CURRENT) {
            case X86_64 -> onX86;
            case AARCH64 -> onArm;
        };
    }

    static Architecture of(String name) {
        return switch (name) {
            case "amd64", "x86_64" -> X86_64;
            case "aarch64" -> AARCH64;
            default -> throw new LinkageError("the system calls of the architecture " + name + " are not known here");
        };
    }
}
