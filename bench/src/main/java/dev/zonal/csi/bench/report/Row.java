package dev.zonal.csi.bench.report;

import dev.zonal.csi.bench.measure.Samples;
import java.util.Optional;

/**
 * One line of the table.
 *
 * @param what what was measured
 * @param goal in words
 * @param beside what it is held against: the floor, or the same elsewhere
 * @param ratio of the two, or whatever number the goal is about
 * @param note why it is not measured, or what else there is to know
 */
public record Row(
        String what,
        String goal,
        Optional<Figure> measured,
        Optional<Figure> beside,
        Optional<Double> ratio,
        Verdict verdict,
        String note) {
    /** A ratio that has to be at most so much. */
    public static Row atMost(double limit, String what, String goal, Figure measured, Figure beside, double ratio) {
        return compared(what, goal, measured, beside, ratio, ratio <= limit);
    }

    /** A median that has to be at most so many times another. */
    public static Row atMost(double limit, String what, String goal, Samples measured, Samples beside) {
        return atMost(
                limit,
                what,
                goal,
                Figure.of(measured),
                Figure.of(beside),
                measured.medianMillis() / beside.medianMillis());
    }

    /** A ratio that has to be at least so much. */
    public static Row atLeast(double limit, String what, String goal, Figure measured, Figure beside, double ratio) {
        return compared(what, goal, measured, beside, ratio, ratio >= limit);
    }

    private static Row compared(String what, String goal, Figure measured, Figure beside, double ratio, boolean isMet) {
        return new Row(
                what,
                goal,
                Optional.of(measured),
                Optional.of(beside),
                Optional.of(ratio),
                isMet ? Verdict.MET : Verdict.MISSED,
                "");
    }

    /** A figure that has to be at most so much by itself. */
    public static Row within(double limit, String what, String goal, Figure measured) {
        return new Row(
                what,
                goal,
                Optional.of(measured),
                Optional.empty(),
                Optional.of(measured.value() / limit),
                measured.value() <= limit ? Verdict.MET : Verdict.MISSED,
                "");
    }

    public static Row reported(String what, Figure measured) {
        return new Row(what, "", Optional.of(measured), Optional.empty(), Optional.empty(), Verdict.REPORTED, "");
    }

    public static Row notMeasured(String what, String goal, String why) {
        return new Row(what, goal, Optional.empty(), Optional.empty(), Optional.empty(), Verdict.NOT_MEASURED, why);
    }

    public Row beside(Figure figure) {
        return new Row(what, goal, measured, Optional.of(figure), ratio, verdict, note);
    }

    public Row noted(String sentence) {
        return new Row(what, goal, measured, beside, ratio, verdict, sentence);
    }
}
