package dev.zonal.csi.chart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The metrics pages of a few drivers, read again and again: as much of Prometheus as the picture of a dashboard needs. */
final class Scrapes {
    private static final Pattern LINE = Pattern.compile("^([a-z_]+)(?:\\{(.*)})? (\\S+)$", Pattern.MULTILINE);
    private static final Pattern LABEL = Pattern.compile("([a-z]+)=\"([^\"]*)\"");

    private final double secondsApart;
    private final List<Map<Key, Double>> moments = new ArrayList<>();

    /** One line of a page, without its value. */
    record Key(String name, Map<String, String> labels) {
        String label(String label) {
            return labels.getOrDefault(label, "");
        }
    }

    /** One line of a panel. */
    record Series(String name, List<Double> values) {
        double last() {
            return values.getLast();
        }
    }

    Scrapes(double secondsApart) {
        this.secondsApart = secondsApart;
    }

    /** @param pages of one moment, by the driver's name */
    void add(Map<String, String> pages) {
        Map<Key, Double> moment = new HashMap<>();
        pages.forEach((instance, page) -> LINE.matcher(page).results().forEach(line -> {
            Map<String, String> labels = new TreeMap<>(Map.of("instance", instance));
            if (line.group(2) != null) {
                Matcher label = LABEL.matcher(line.group(2));
                while (label.find()) {
                    labels.put(label.group(1), label.group(2));
                }
            }
            moment.put(new Key(line.group(1), labels), Double.parseDouble(line.group(3)));
        }));
        moments.add(moment);
    }

    /** The metric as it was at each moment, added up over what the name does not tell apart. */
    List<Series> gauge(String metric, Predicate<Key> which, Function<Key, String> name) {
        return names(metric, which, name).stream()
                .map(one -> new Series(
                        one,
                        moments.stream()
                                .mapToDouble(moment -> sum(
                                        moment,
                                        metric,
                                        key -> which.test(key)
                                                && name.apply(key).equals(one)))
                                .boxed()
                                .toList()))
                .toList();
    }

    /** How much it grew in a second, between each moment and the one before. */
    List<Series> rate(String metric, Predicate<Key> which, Function<Key, String> name) {
        return gauge(metric, which, name).stream()
                .map(series -> new Series(
                        series.name(),
                        IntStream.range(1, series.values().size())
                                .mapToDouble(at -> (series.values().get(at)
                                                - series.values().get(at - 1))
                                        / secondsApart)
                                .boxed()
                                .toList()))
                .toList();
    }

    /** That quantile of a histogram's observations until each moment, by the upper bound of its bucket. */
    List<Series> quantile(String histogram, double quantile, String by) {
        return names(histogram + "_bucket", _ -> true, key -> key.label(by)).stream()
                .map(one -> new Series(
                        one,
                        moments.stream()
                                .mapToDouble(moment -> quantile(
                                        moment,
                                        histogram,
                                        quantile,
                                        key -> key.label(by).equals(one)))
                                .boxed()
                                .toList()))
                .toList();
    }

    private static double quantile(Map<Key, Double> moment, String histogram, double quantile, Predicate<Key> which) {
        Map<Double, Double> buckets = moment.entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(histogram + "_bucket") && which.test(entry.getKey()))
                .collect(Collectors.toMap(
                        entry -> Double.parseDouble(entry.getKey().label("le").replace("+Inf", "Infinity")),
                        Map.Entry::getValue,
                        Double::sum,
                        TreeMap::new));
        double all = buckets.values().stream().mapToDouble(count -> count).max().orElse(0);
        return buckets.entrySet().stream()
                .filter(bucket -> all > 0 && bucket.getValue() >= quantile * all)
                .mapToDouble(Map.Entry::getKey)
                .filter(Double::isFinite)
                .findFirst()
                .orElse(0);
    }

    private SortedSet<String> names(String metric, Predicate<Key> which, Function<Key, String> name) {
        return moments.stream()
                .flatMap(moment -> moment.keySet().stream())
                .filter(key -> key.name().equals(metric) && which.test(key))
                .map(name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static double sum(Map<Key, Double> moment, String metric, Predicate<Key> which) {
        return moment.entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(metric) && which.test(entry.getKey()))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    /** The first divided by the second, name by name. */
    static List<Series> divided(List<Series> first, List<Series> second) {
        Map<String, Series> divisors =
                second.stream().collect(Collectors.toMap(Series::name, Function.identity(), (one, _) -> one));
        return first.stream()
                .filter(series -> divisors.containsKey(series.name()))
                .map(series -> new Series(
                        series.name(),
                        IntStream.range(0, series.values().size())
                                .mapToDouble(at -> divided(
                                        series.values().get(at),
                                        divisors.getOrDefault(series.name(), series)
                                                .values()
                                                .get(at)))
                                .boxed()
                                .toList()))
                .toList();
    }

    private static double divided(double dividend, double divisor) {
        return divisor == 0 ? 0 : dividend / divisor;
    }

    /** Those that are largest at the end. */
    static List<Series> largest(int number, List<Series> all) {
        return all.stream()
                .sorted(Comparator.comparingDouble(Series::last).reversed())
                .limit(number)
                .toList();
    }

    static List<Series> together(List<Series> first, List<Series> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
