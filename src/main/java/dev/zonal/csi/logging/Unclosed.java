package dev.zonal.csi.logging;

import java.io.IOException;
import java.io.OutputStream;

/** Standard error outlives every appender that writes to it: logback closes the stream of one that it replaces. */
final class Unclosed extends OutputStream {
    private final OutputStream stream;

    Unclosed(OutputStream stream) {
        this.stream = stream;
    }

    @Override
    public void write(int b) throws IOException {
        stream.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        stream.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
        stream.flush();
    }
}
