package dev.zonal.csi.host;

/** The processes of this machine: which one this is, and whether another one still lives. */
public interface Processes {
    ProcessIdentity self();

    /** What has become of the process. */
    Liveness liveness(ProcessIdentity process);

    enum Liveness {
        LIVES,
        /** It is gone, or was killed and does nothing any more but wait in the kernel. */
        ENDED,
        /** Its id counts in another pid namespace, as that of another container. */
        OUT_OF_SIGHT
    }
}
