import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Prints the tests of a build by kind, with their time, and the skipped ones by their reason. Told where the reports of
 * its integration tests are: those on Kubernetes are a build of their own.
 */
final class Summary {
    enum Kind {
        UNIT,
        PROPERTY,
        CONTRACT,
        ARCHITECTURE,
        INTEGRATION,
        CLIENTS,
        STORIES
    }

    static final class Row {
        int passed;
        int failed;
        int skipped;
        double seconds;

        boolean isEmpty() {
            return passed + failed + skipped == 0;
        }
    }

    private static final String STORIES = "kubernetes-reports";

    private final Map<Kind, Row> rows = new EnumMap<>(Kind.class);
    private final Map<String, List<String>> skipped = new TreeMap<>();

    public static void main(String[] arguments) throws Exception {
        Summary summary = new Summary();
        for (Kind kind : Kind.values()) {
            summary.rows.put(kind, new Row());
        }
        for (String folder : folders(arguments[0])) {
            Path reports = Path.of("target", folder);
            if (Files.isDirectory(reports)) {
                try (Stream<Path> files = Files.list(reports)) {
                    for (Path file : files.filter(Summary::isReport).sorted().toList()) {
                        summary.read(file, folder);
                    }
                }
            }
        }
        summary.print();
    }

    private static List<String> folders(String integration) {
        return integration.equals(STORIES) ? List.of(STORIES) : List.of("surefire-reports", integration);
    }

    private static boolean isReport(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith("TEST-") && name.endsWith(".xml");
    }

    private void read(Path file, String folder) throws Exception {
        NodeList cases = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(file.toFile())
                .getElementsByTagName("testcase");
        for (int i = 0; i < cases.getLength(); i++) {
            Element test = (Element) cases.item(i);
            Row row = rows.get(kind(test.getAttribute("classname"), folder));
            row.seconds += Double.parseDouble("0" + test.getAttribute("time").replace(",", ""));
            if (test.getElementsByTagName("skipped").getLength() > 0) {
                Element skip = (Element) test.getElementsByTagName("skipped").item(0);
                row.skipped++;
                skipped.computeIfAbsent(skip.getAttribute("message").replaceAll("\\s+", " "), _ -> new ArrayList<>())
                        .add(named(test));
            } else if (test.getElementsByTagName("failure").getLength() > 0
                    || test.getElementsByTagName("error").getLength() > 0) {
                row.failed++;
            } else {
                row.passed++;
            }
        }
    }

    private static String named(Element test) {
        String name = test.getAttribute("name");
        return simple(test.getAttribute("classname")) + (name.isEmpty() ? "" : "." + name);
    }

    private static Kind kind(String name, String folder) throws IOException {
        if (folder.equals(STORIES)) {
            return Kind.STORIES;
        }
        if (folder.equals("failsafe-reports")) {
            return name.contains(".clients.") ? Kind.CLIENTS : Kind.INTEGRATION;
        }
        if (simple(name).contains("Architecture")) {
            return Kind.ARCHITECTURE;
        }
        Path file = Path.of("src/test/java", name.split("\\$")[0].replace('.', '/') + ".java");
        String source = Files.exists(file) ? Files.readString(file) : "";
        if (source.contains("Contract {") || source.contains("Contract<")) {
            return Kind.CONTRACT;
        }
        return source.contains("@Property") ? Kind.PROPERTY : Kind.UNIT;
    }

    private static String simple(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static void print(Kind kind, Row row) {
        System.out.printf(
                "%-14s%8d%8d%9d%9.1f%n", kind.name().toLowerCase(), row.passed, row.failed, row.skipped, row.seconds);
    }

    private void print() {
        System.out.printf("%-14s%8s%8s%9s%9s%n", "tests", "passed", "failed", "skipped", "seconds");
        rows.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .forEach(entry -> print(entry.getKey(), entry.getValue()));
        if (!skipped.isEmpty()) {
            System.out.println("skipped, and why:");
            skipped.forEach((why, names) -> System.out.println("  " + why + ": " + String.join(", ", names)));
        }
        System.out.printf(
                "%d passed, %d failed, %d skipped%n",
                rows.values().stream().mapToInt(row -> row.passed).sum(),
                rows.values().stream().mapToInt(row -> row.failed).sum(),
                rows.values().stream().mapToInt(row -> row.skipped).sum());
    }
}
