package dev.zonal.csi;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.grpc.BindableService;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The rooms and the ways between them, as docs/architecture.md draws them. */
final class ArchitectureTest {
    private static final String ROOT = "dev.zonal.csi";
    private static final Set<String> GENERATED =
            Set.of("v1", "fleet.v1", "pluginregistration", "cloud.v1", "health.v1");

    private static final Set<String> EDGES =
            Set.of("rpc", "server", "kubelet", "client", "fleet.wire", "cloud.wire", "tls");

    /** Which rooms each room may see, and does; the composition root, which sees all of them, is left out. */
    private static final Map<String, Set<String>> ARROWS = Map.ofEntries(
            Map.entry("model", Set.of()),
            Map.entry("config", Set.of("model")),
            Map.entry("logging", Set.of("config")),
            Map.entry("metrics", Set.of()),
            Map.entry("tracing", Set.of("config")),
            Map.entry("concurrent", Set.of("model", "tracing")),
            Map.entry("host", Set.of("model")),
            Map.entry("host.freeze", Set.of("host", "model")),
            Map.entry("host.linux", Set.of("host", "model")),
            Map.entry("store", Set.of("host")),
            Map.entry("backend", Set.of("model")),
            Map.entry("backend.local.space", Set.of("host", "model")),
            Map.entry("backend.local.image", Set.of("host", "model")),
            Map.entry(
                    "backend.local.content",
                    Set.of("backend", "backend.local.image", "backend.local.space", "host", "model", "store")),
            Map.entry(
                    "backend.local.volume",
                    Set.of(
                            "backend",
                            "backend.local.content",
                            "backend.local.image",
                            "backend.local.space",
                            "concurrent",
                            "host",
                            "model",
                            "store")),
            Map.entry(
                    "backend.local.snapshot",
                    Set.of(
                            "backend",
                            "backend.local.content",
                            "backend.local.image",
                            "backend.local.space",
                            "backend.local.volume",
                            "concurrent",
                            "host",
                            "model",
                            "store")),
            Map.entry(
                    "backend.local.recovery",
                    Set.of("backend.local.content", "backend.local.space", "host", "model", "store")),
            Map.entry(
                    "backend.local.stray",
                    Set.of("maintenance", "backend.local.content", "host", "model", "store", "backend.local.image")),
            Map.entry(
                    "backend.local.pool",
                    Set.of(
                            "backend",
                            "backend.local.content",
                            "backend.local.image",
                            "backend.local.recovery",
                            "backend.local.snapshot",
                            "backend.local.space",
                            "backend.local.stray",
                            "backend.local.volume",
                            "concurrent",
                            "host",
                            "model",
                            "store")),
            Map.entry(
                    "backend.local",
                    Set.of(
                            "backend",
                            "backend.local.content",
                            "backend.local.pool",
                            "backend.local.snapshot",
                            "backend.local.stray",
                            "backend.local.volume",
                            "concurrent",
                            "maintenance",
                            "model")),
            Map.entry("fleet", Set.of("backend", "model")),
            Map.entry(
                    "fleet.agent",
                    Set.of(
                            "backend",
                            "backend.local",
                            "backend.local.content",
                            "backend.local.pool",
                            "concurrent",
                            "fleet",
                            "model")),
            Map.entry("fleet.trust", Set.of()),
            Map.entry(
                    "fleet.wire",
                    Set.of("backend", "concurrent", "config", "fleet", "fleet.trust", "model", "rpc", "tls")),
            Map.entry("backend.fleet", Set.of("backend", "concurrent", "fleet", "model")),
            Map.entry("backend.cloud", Set.of("backend", "cloud", "concurrent", "model", "store", "tracing")),
            Map.entry(
                    "backend.cloud.instance",
                    Set.of("backend", "backend.cloud", "cloud", "concurrent", "host", "model", "store", "tracing")),
            Map.entry("controller", Set.of("backend", "concurrent", "model")),
            Map.entry("maintenance", Set.of("backend", "concurrent", "model")),
            Map.entry("rehearsal", Set.of("", "host", "host.linux", "model")),
            Map.entry("node", Set.of("backend", "host", "concurrent", "model")),
            Map.entry("cloud", Set.of("model")),
            Map.entry("cloud.description", Set.of("cloud", "config", "model")),
            Map.entry("cloud.simulator", Set.of("cloud", "cloud.description", "host", "model", "store")),
            Map.entry("cloud.console", Set.of("cloud", "config", "metrics", "model")),
            Map.entry("cloud.wire", Set.of("client", "cloud", "config", "model", "rpc", "tls", "tracing")),
            Map.entry(
                    "rpc", Set.of("cloud", "controller", "node", "maintenance", "backend", "host", "config", "model")),
            Map.entry("peer", Set.of()),
            Map.entry("tls", Set.of("model")),
            Map.entry("server", Set.of("rpc", "metrics", "peer", "concurrent", "model", "tracing")),
            Map.entry("kubelet", Set.of("server", "metrics")),
            Map.entry("scheduling", Set.of("controller", "kubelet", "model")),
            Map.entry("cluster", Set.of("config", "fleet.trust", "kubelet")),
            Map.entry("cluster.capacity", Set.of("cluster", "kubelet", "model")),
            Map.entry("client", Set.of("config")),
            // The root package, in which it starts the driver.
            Map.entry(
                    "cli",
                    Set.of(
                            "cli.cloud",
                            "cli.demo",
                            "cli.doctor",
                            "cli.output",
                            "client",
                            "cloud",
                            "config",
                            "peer",
                            "host",
                            "model")),
            Map.entry("cli.cloud", Set.of("cli.output", "cloud", "cloud.wire", "config", "model")),
            Map.entry("cli.demo", Set.of("cli.output", "client", "cloud", "cloud.wire", "config", "host")),
            Map.entry("cli.doctor", Set.of("cli.output", "config", "peer", "host", "model")),
            Map.entry("cli.output", Set.of("model")));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void importsGoAlongTheArrows() {
        Map<String, Set<String>> found = new TreeMap<>();
        for (JavaClass type : CLASSES) {
            String from = room(type);
            if (from.isEmpty() || GENERATED.contains(from)) {
                continue;
            }
            Set<String> seen = found.computeIfAbsent(from, _ -> new TreeSet<>());
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                if (isOurs(target) && !room(target).equals(from) && !GENERATED.contains(room(target))) {
                    seen.add(room(target));
                }
            }
        }

        assertThat(found)
                .as("add the arrow here and in docs/architecture.md, or go another way")
                .isEqualTo(ARROWS);
    }

    @Test
    void thePageNamesEveryRoom() throws Exception {
        String page = Files.readString(Path.of("docs", "architecture.md"));
        Set<String> named = Pattern.compile("^  \\.([a-z.]+) ", Pattern.MULTILINE)
                .matcher(page)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(named).isEqualTo(new TreeSet<>(ARROWS.keySet()));
    }

    @Test
    void onlyTheEdgesSeeTheWire() {
        noClasses()
                .that(are(
                        "outside of the edges",
                        type -> isOurs(type)
                                && !GENERATED.contains(room(type))
                                && !EDGES.contains(room(type))
                                && !room(type).startsWith("cli")))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + ".v1..",
                        ROOT + ".fleet.v1..",
                        ROOT + ".pluginregistration..",
                        ROOT + ".cloud.v1..",
                        ROOT + ".health.v1..",
                        "com.google.protobuf..")
                .check(CLASSES);
        noClasses()
                .that(are(
                        "outside of the edges",
                        type -> isOurs(type) && !GENERATED.contains(room(type)) && !EDGES.contains(room(type))))
                .should()
                .dependOnClassesThat(are(
                        "gRPC, other than the name of a service that is handed on",
                        type -> type.getPackageName().startsWith("io.grpc")
                                && !type.isEquivalentTo(BindableService.class)))
                .check(CLASSES);
    }

    @Test
    void onePlaceMakesAStatus() {
        noClasses()
                .that(are(
                        "neither Statuses nor the client nor generated",
                        type -> isOurs(type)
                                && !GENERATED.contains(room(type))
                                && !room(type).equals("client")
                                && !type.getFullName().startsWith(ROOT + ".rpc.Statuses")))
                .should()
                .accessTargetWhere(describe("a status is made", ArchitectureTest::makesStatus))
                .check(CLASSES);
    }

    private static boolean makesStatus(JavaAccess<?> access) {
        JavaClass owner = access.getTarget().getOwner();
        if (owner.isEquivalentTo(Status.class)) {
            return !Set.of("getCode", "getDescription", "isOk")
                    .contains(access.getTarget().getName());
        }
        return (owner.isEquivalentTo(StatusException.class) || owner.isEquivalentTo(StatusRuntimeException.class))
                && access.getTarget().getName().equals("<init>");
    }

    @Test
    void onlyOneRoomTouchesForeignMemoryAndOneStartsProcesses() {
        noClasses()
                .that(are("outside of host.linux", type -> !room(type).equals("host.linux")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.lang.foreign..")
                .check(CLASSES);
        noClasses()
                .that(are("outside of host", type -> !room(type).equals("host")))
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ProcessBuilder.class)
                .because("processes are started through host.Commands and host.BackgroundProgram")
                .check(CLASSES);
    }

    @Test
    void onlyTheRoomOfTracesSeesOpenTelemetry() {
        noClasses()
                .that(are("outside of tracing", type -> !room(type).equals("tracing")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.opentelemetry..")
                .check(CLASSES);
    }

    @Test
    void theModelImportsTheJdkAlone() {
        noClasses()
                .that(are("the model", type -> room(type).equals("model")))
                .should()
                .dependOnClassesThat(are(
                        "beyond the JDK",
                        type -> !type.getPackageName().startsWith("java.")
                                && !type.isPrimitive()
                                && !type.isArray()
                                && !type.getPackageName().startsWith("org.jspecify")
                                && !room(type).equals("model")))
                .check(CLASSES);
    }

    @Test
    void everyRoomSaysWhatItIsAndKnowsNoNull() {
        for (JavaPackage room : CLASSES.getPackage(ROOT).getSubpackagesInTree()) {
            if (!GENERATED.contains(room.getRelativeName())
                    && !room.getClasses().isEmpty()) {
                assertThat(room.isAnnotatedWith(NullMarked.class))
                        .as(room.getName())
                        .isTrue();
            }
        }
    }

    @Test
    void namesSayWhatAThingIs() {
        noClasses()
                .that(are("ours", type -> isOurs(type) && !GENERATED.contains(room(type))))
                .should()
                .haveNameMatching(".*(Utils?|Helper|Impl|Manager)")
                .check(CLASSES);
    }

    /** Nested classes are named within the class that holds them. */
    @Test
    void simpleNamesAreUnique() {
        Map<String, Set<String>> rooms = new TreeMap<>();
        for (JavaClass type : CLASSES) {
            if (type.isTopLevelClass()
                    && !GENERATED.contains(room(type))
                    && !type.getSimpleName().equals("package-info")) {
                rooms.computeIfAbsent(type.getSimpleName(), _ -> new TreeSet<>())
                        .add(room(type));
            }
        }
        rooms.values().removeIf(found -> found.size() == 1);
        assertThat(rooms)
                .as("name a class so that it can't be taken for another one")
                .isEmpty();
    }

    private static DescribedPredicate<JavaClass> are(String description, java.util.function.Predicate<JavaClass> test) {
        return describe(description, test);
    }

    private static boolean isOurs(JavaClass type) {
        return type.getPackageName().startsWith(ROOT);
    }

    private static String room(JavaClass type) {
        String name = type.getPackageName();
        return name.startsWith(ROOT + ".") ? name.substring(ROOT.length() + 1) : "";
    }
}
