package dev.zonal.csi.cloud.simulator;

/** The folder of a cloud can't be used; the message is a sentence for the operator. */
public final class CloudFolderException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CloudFolderException(String sentence) {
        super(sentence);
    }
}
