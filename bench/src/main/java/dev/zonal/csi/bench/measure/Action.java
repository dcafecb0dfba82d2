package dev.zonal.csi.bench.measure;

/** Something to be timed. */
@FunctionalInterface
public interface Action {
    /** @param number which time it is, so that it can find a name of its own */
    void run(int number) throws Exception;
}
