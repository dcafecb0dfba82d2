package dev.zonal.csi.cli;

import dev.zonal.csi.cli.output.HumanReadable;
import dev.zonal.csi.client.CallFailed;
import dev.zonal.csi.cloud.CloudException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** How a command ends that failed: one sentence on standard error, and the gRPC code as the exit code. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private static final int INVALID_ARGUMENT = 3;
    private static final int NOT_FOUND = 5;
    private static final int ALREADY_EXISTS = 6;
    private static final int RESOURCE_EXHAUSTED = 8;
    private static final int FAILED_PRECONDITION = 9;
    private static final int INTERNAL = 13;
    private static final int UNAVAILABLE = 14;
    private static final int UNAUTHENTICATED = 16;

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof CallFailed refused) {
            say(command, refused.codeName(), String.valueOf(refused.getMessage()));
            return refused.code();
        }
        if (failure instanceof CloudException refused) {
            say(command, refused.kind().name(), waiting(refused));
            return exitCode(refused.kind());
        }
        if (failure instanceof UncheckedIOException onThisSide) {
            say(command, "FAILED_PRECONDITION", String.valueOf(onThisSide.getCause()));
            return FAILED_PRECONDITION;
        }
        say(command, "INTERNAL", "this is a fault of zonal itself: " + failure);
        failure.printStackTrace(command.getErr());
        return INTERNAL;
    }

    @Override
    public int handleParseException(ParameterException misuse, String[] arguments) {
        CommandLine command = misuse.getCommandLine();
        PrintWriter err = command.getErr();
        say(command, "INVALID_ARGUMENT", String.valueOf(misuse.getMessage()));
        UnmatchedArgumentException.printSuggestions(misuse, err);
        err.println("See '" + command.getCommandSpec().qualifiedName() + " --help'.");
        err.flush();
        return INVALID_ARGUMENT;
    }

    private static String waiting(CloudException refused) {
        String sentence = String.valueOf(refused.getMessage());
        return refused.retryAfter()
                .map(wait -> sentence + "; try again after " + wait.toMillis() + " ms")
                .orElse(sentence);
    }

    /** The numbers of the gRPC codes that the kinds have on the wire. */
    private static int exitCode(CloudException.Kind kind) {
        return switch (kind) {
            case THROTTLED, QUOTA, SOLD_OUT -> RESOURCE_EXHAUSTED;
            case NOT_FOUND -> NOT_FOUND;
            case CONFLICT -> FAILED_PRECONDITION;
            case INVALID -> INVALID_ARGUMENT;
            case UNAUTHENTICATED -> UNAUTHENTICATED;
            case TOKEN_REUSED -> ALREADY_EXISTS;
            case UNAVAILABLE -> UNAVAILABLE;
            case INTERNAL -> INTERNAL;
        };
    }

    private static void say(CommandLine command, String code, String sentence) {
        PrintWriter err = command.getErr();
        Ansi ansi = command.getColorScheme().ansi();
        err.println(HumanReadable.styled(ansi, Style.fg_red, code) + ": " + sentence);
        err.flush();
    }
}
