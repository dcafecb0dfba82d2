package dev.zonal.csi.driver.crash;

/**
 * Something that a call may be about to change: until it is answered, either is right.
 *
 * @param answered what the last answer said
 * @param asked what the last request wanted
 */
record Between<T extends Comparable<T>>(T answered, T asked) {
    static <T extends Comparable<T>> Between<T> settled(T value) {
        return new Between<>(value, value);
    }

    Between<T> ask(T value) {
        return new Between<>(answered, value);
    }

    T least() {
        return answered.compareTo(asked) < 0 ? answered : asked;
    }

    T most() {
        return answered.compareTo(asked) < 0 ? asked : answered;
    }
}
