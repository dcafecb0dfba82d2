package dev.zonal.csi.logging;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;

/** An unexpected exception in one line: what each in the chain says, and where it came from. */
final class Failure {
    private static final int FRAMES = 12;
    private static final int CAUSES = 4;

    private Failure() {}

    static String describe(IThrowableProxy thrown) {
        StringBuilder text = new StringBuilder();
        IThrowableProxy current = thrown;
        for (int depth = 0; current != null && depth < CAUSES; depth++) {
            text.append(depth == 0 ? "" : " <= ").append(current.getClassName());
            if (current.getMessage() != null) {
                text.append(": ").append(current.getMessage());
            }
            appendFrames(text, current);
            current = current.getCause();
        }
        return text.toString();
    }

    private static void appendFrames(StringBuilder text, IThrowableProxy thrown) {
        StackTraceElementProxy[] frames = thrown.getStackTraceElementProxyArray();
        int own = frames.length - thrown.getCommonFrames();
        for (int i = 0; i < Math.min(own, FRAMES); i++) {
            StackTraceElement frame = frames[i].getStackTraceElement();
            String name = frame.getClassName();
            text.append(i == 0 ? " at " : " < ")
                    .append(name.substring(name.lastIndexOf('.') + 1))
                    .append('.')
                    .append(frame.getMethodName())
                    .append(':')
                    .append(frame.getLineNumber());
        }
    }
}
