package dev.zonal.csi.kubernetes;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands out the cluster and a story with a namespace of its own, which is ended after each test. */
final class StoryExtension implements ParameterResolver, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(StoryExtension.class);
    private static final AtomicInteger COUNTER = new AtomicInteger();

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type.equals(Story.class) || type.equals(Cluster.class);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Cluster cluster = RunningCluster.of(context);
        return parameter.getParameter().getType().equals(Cluster.class)
                ? cluster
                : store(context).getOrComputeIfAbsent(Story.class, _ -> begin(cluster, context), Story.class);
    }

    private static Story begin(Cluster cluster, ExtensionContext context) {
        Class<?> test = context.getRequiredTestClass();
        String folder = test.getAnnotation(OnKubernetes.class).value();
        if (!folder.isEmpty()) {
            return Story.ofExamples(cluster, folder);
        }
        String name = test.getSimpleName().replaceAll("IT$", "").toLowerCase(Locale.ROOT);
        return Story.of(cluster, "zonal-test-" + name + "-" + COUNTER.incrementAndGet());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Story story = store(context).remove(Story.class, Story.class);
        if (story != null) {
            story.end();
        }
    }

    private static Store store(ExtensionContext context) {
        return context.getStore(NAMESPACE);
    }
}
