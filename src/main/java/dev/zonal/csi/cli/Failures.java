package dev.zonal.csi.cli;

import dev.zonal.csi.cli.output.HumanReadable;
import dev.zonal.csi.client.CallFailed;
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
    private static final int FAILED_PRECONDITION = 9;
    private static final int INTERNAL = 13;

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof CallFailed refused) {
            say(command, refused.codeName(), String.valueOf(refused.getMessage()));
            return refused.code();
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

    private static void say(CommandLine command, String code, String sentence) {
        PrintWriter err = command.getErr();
        Ansi ansi = command.getColorScheme().ansi();
        err.println(HumanReadable.styled(ansi, Style.fg_red, code) + ": " + sentence);
        err.flush();
    }
}
