package dev.zonal.csi.store;

/** JSON that is not of the shape that it should have. */
final class MisshapenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MisshapenException(String sentence) {
        super(sentence);
    }

    MisshapenException(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new MisshapenException(otherwise);
        }
    }
}
