package dev.zonal.csi.cli.demo;

import com.google.protobuf.Message;
import dev.zonal.csi.cli.output.HumanReadable;
import dev.zonal.csi.cli.output.MessageTree;
import dev.zonal.csi.cli.output.Table;
import dev.zonal.csi.client.CallFailed;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/** Tells the story: makes each call, says what it was, how long it took and what came back, and holds the promises. */
final class Narrator {
    private static final int TIME_COLUMN = 88;

    private final PrintWriter out;
    private final Ansi ansi;
    private final List<Map<String, Object>> steps = new ArrayList<>();
    private List<Map<String, Object>> events = new ArrayList<>();
    private String title = "set-up";
    private int promises;

    /**
     * @param out for people; a writer to nowhere where a program reads the document instead
     */
    Narrator(PrintWriter out, Ansi ansi) {
        this.out = out;
        this.ansi = ansi;
    }

    /** What is told from now on belongs to this step. */
    void begin(String newTitle) {
        title = newTitle;
        events = new ArrayList<>();
        Map<String, Object> step = new LinkedHashMap<>();
        step.put("step", steps.size() + 1);
        step.put("title", newTitle);
        step.put("events", events);
        steps.add(step);
        out.println();
        out.println(
                HumanReadable.styled(ansi, Style.bold, String.format(Locale.ROOT, "%2d  %s", steps.size(), newTitle)));
        out.flush();
    }

    String title() {
        return title;
    }

    int promises() {
        return promises;
    }

    /** Everything that was told, for programs. */
    List<Map<String, Object>> steps() {
        return List.copyOf(steps);
    }

    /**
     * Makes a call that has to succeed.
     *
     * @param said the request in words
     * @param heard puts the answer into words, or into none
     */
    <Q extends Message, R extends Message> R call(
            String rpc, String said, Q request, Function<Q, R> call, Function<R, String> heard) {
        long start = System.nanoTime();
        R answer = call.apply(request);
        Map<String, Object> event = called(rpc, said, MessageTree.of(request), start);
        event.put("response", MessageTree.of(answer));
        detail(heard.apply(answer));
        return answer;
    }

    /** Makes a call that has to be refused with that code; any other answer breaks a promise. */
    <Q extends Message, R extends Message> void refused(
            String rpc, String said, Q request, Function<Q, R> call, String codeName) {
        refused(rpc, said, request, call, codeName, List.of());
    }

    /**
     * The same, with what the refusal has to name.
     *
     * @param words in its sentence
     */
    <Q extends Message, R extends Message> void refused(
            String rpc, String said, Q request, Function<Q, R> call, String codeName, List<String> words) {
        long start = System.nanoTime();
        try {
            var _ = call.apply(request);
        } catch (CallFailed refusal) {
            Map<String, Object> event = called(rpc, said, MessageTree.of(request), start);
            event.put("code", refusal.codeName());
            String sentence = String.valueOf(refusal.getMessage());
            event.put("message", sentence);
            detail(HumanReadable.styled(ansi, Style.fg_yellow, refusal.codeName()) + ": " + sentence);
            promise("refused with " + codeName, refusal.codeName().equals(codeName));
            words.forEach(word -> promise("the refusal names " + word, sentence.contains(word)));
            return;
        }
        called(rpc, said, MessageTree.of(request), start);
        promise("refused with " + codeName, false);
    }

    /** Does something that is no call. */
    void act(String what, Runnable deed) {
        long start = System.nanoTime();
        deed.run();
        called(what, "", Map.of(), start);
    }

    /** Something worth knowing. */
    void fact(String sentence) {
        events.add(Map.of("fact", sentence));
        detail(sentence);
    }

    /** For the eye alone: what it shows is in the calls already. */
    void picture(Table table) {
        table.render(ansi).lines().forEach(this::detail);
    }

    /**
     * @throws DemoFailure where it is not kept
     */
    void promise(String promise, boolean kept) {
        promises++;
        events.add(Map.of("promise", promise, "kept", kept));
        out.println("      "
                + (kept
                        ? HumanReadable.styled(ansi, Style.fg_green, "✓ ")
                        : HumanReadable.styled(ansi, Style.fg_red, "✗ "))
                + promise);
        out.flush();
        if (!kept) {
            throw new DemoFailure(DemoFailure.BROKEN, "not as promised: " + promise);
        }
    }

    /** What the driver's log said last. */
    void log(List<String> lines) {
        events.add(Map.of("log", lines));
        lines.forEach(line -> detail(HumanReadable.styled(ansi, Style.faint, line)));
    }

    private Map<String, Object> called(String what, String said, Map<String, Object> request, long startNanos) {
        double milliseconds = Math.round((System.nanoTime() - startNanos) / 1e4) / 1e2;
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("call", what);
        if (!request.isEmpty()) {
            event.put("request", request);
        }
        event.put("milliseconds", milliseconds);
        events.add(event);
        String line = "    " + what + (said.isEmpty() ? "" : "  " + said);
        String gap = " ".repeat(Math.max(2, TIME_COLUMN - line.length()));
        String time = String.format(Locale.ROOT, "%8.2f ms", milliseconds);
        out.println("    " + HumanReadable.styled(ansi, Style.bold, what) + (said.isEmpty() ? "" : "  " + said) + gap
                + HumanReadable.styled(ansi, Style.faint, time));
        out.flush();
        return event;
    }

    private void detail(String text) {
        if (!text.isEmpty()) {
            out.println("      " + text);
            out.flush();
        }
    }
}
