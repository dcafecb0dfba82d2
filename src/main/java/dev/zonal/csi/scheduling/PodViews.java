package dev.zonal.csi.scheduling;

import dev.zonal.csi.controller.ClaimConsumers;
import dev.zonal.csi.controller.PodView;
import dev.zonal.csi.kubelet.KubernetesException;
import dev.zonal.csi.kubelet.ServiceAccount;
import dev.zonal.csi.model.KubernetesObject;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Asks the API server who will use a claim: the claim, its pods, their other claims, and the nodes in question. */
public final class PodViews implements ClaimConsumers {
    private static final Logger LOG = LoggerFactory.getLogger(PodViews.class);

    /** A provisioner waits for its answer; what has not been learned by then is a doubt. */
    private static final Duration BUDGET = Duration.ofSeconds(5);

    private static final String SELECTED_NODE = "volume.kubernetes.io/selected-node";
    private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

    private final URI address;
    private final ServiceAccount account;
    private final String driver;
    private final Duration budget;

    PodViews(URI address, ServiceAccount account, String driver, Duration budget) {
        this.address = address;
        this.account = account;
        this.driver = driver;
        this.budget = budget;
    }

    /**
     * As every pod finds its API server.
     *
     * @param environment the process's variables
     * @param driver the driver's name, by which StorageClasses call it
     * @throws KubernetesException where this is no pod
     */
    public static PodViews ofPod(Map<String, String> environment, String driver) {
        return new PodViews(
                ServiceAccount.apiServer(
                        environment,
                        "--pod-placement: KUBERNETES_SERVICE_HOST is not set; only in a pod of a cluster are there pods to"
                                + " ask for, elsewhere leave it out"),
                ServiceAccount.ofPod(),
                driver,
                BUDGET);
    }

    @Override
    public Optional<PodView> of(KubernetesObject claim, Set<String> nodes) {
        try (ApiReader api = new ApiReader(address, account, budget)) {
            PodView view = view(api, claim, nodes);
            if (!view.doubts().isEmpty()) {
                LOG.atWarn()
                        .addKeyValue("claim", claim)
                        .addKeyValue("reason", String.join("; ", view.doubts()))
                        .log("not all is known of the pods that will use a claim; a volume is placed all the same");
            }
            return Optional.of(view);
        } catch (RuntimeException unexpected) {
            LOG.atError()
                    .addKeyValue("claim", claim)
                    .setCause(unexpected)
                    .log("the pods of a claim can't be asked after");
            return Optional.of(PodView.unknown("the pods of the claim can't be asked after"));
        }
    }

    private PodView view(ApiReader api, KubernetesObject name, Set<String> nodes) {
        String namespace = "/api/v1/namespaces/" + ServiceAccount.encoded(name.namespace());
        Optional<JsonNode> claim = api.object(
                "claim " + name.name(), namespace + "/persistentvolumeclaims/" + ServiceAccount.encoded(name.name()));
        if (claim.isEmpty()) {
            return PodView.unknown(api.doubts().stream().findFirst().orElse("claim " + name.name() + " is not there"));
        }
        String selected = claim.get()
                .path("metadata")
                .path("annotations")
                .path(SELECTED_NODE)
                .asString("");
        List<JsonNode> pods = api.list(
                "the pods of namespace " + name.namespace(),
                namespace + "/pods",
                "",
                pod -> Optional.of(pod)
                        .filter(found -> isLive(found) && PodClaims.of(found).contains(name.name())));
        OtherClaims others = new OtherClaims(api, name.namespace(), driver);
        Set<String> otherNames = new TreeSet<>();
        pods.forEach(pod -> otherNames.addAll(PodClaims.of(pod)));
        otherNames.remove(name.name());
        otherNames.forEach(others::look);
        pods.forEach(pod -> PodClaims.unseenRules(pod).ifPresent(api::doubt));
        Map<String, String> obstacles = new HashMap<>();
        Set<String> inQuestion = new TreeSet<>(nodes);
        if (!selected.isEmpty() && !otherNames.isEmpty()) {
            inQuestion.add(selected);
        }
        for (String node : inQuestion) {
            obstacle(api, node, node.equals(selected), pods, others).ifPresent(reason -> obstacles.put(node, reason));
        }
        return new PodView(
                !selected.isEmpty() || waits(api, claim.get()),
                Optional.of(selected).filter(chosen -> !chosen.isEmpty()),
                obstacles,
                others.sources(),
                api.doubts());
    }

    /** The scheduler has looked at the node that it chose: there only volumes elsewhere can be in the way. */
    private static Optional<String> obstacle(
            ApiReader api, String name, boolean chosen, List<JsonNode> pods, OtherClaims others) {
        int doubtsBefore = api.doubts().size();
        Optional<JsonNode> node = api.object("node " + name, "/api/v1/nodes/" + ServiceAccount.encoded(name));
        if (node.isEmpty()) {
            return api.doubts().size() == doubtsBefore && !chosen
                    ? Optional.of("Kubernetes has no node " + name)
                    : Optional.empty();
        }
        Optional<String> apart = others.obstacle(node.get(), chosen);
        if (apart.isPresent() || chosen || pods.isEmpty()) {
            return apart;
        }
        NodeFit fit = new NodeFit(node.get(), running(api, name));
        return pods.stream().flatMap(pod -> fit.obstacle(pod).stream()).findFirst();
    }

    private static List<PodRequests> running(ApiReader api, String node) {
        return api.list(
                "the pods of node " + node,
                "/api/v1/pods",
                "&fieldSelector=spec.nodeName%3D" + ServiceAccount.encoded(node),
                pod -> Optional.of(pod)
                        .filter(found -> !ENDED.contains(
                                found.path("status").path("phase").asString("")))
                        .map(found -> PodRequests.of(found.path("spec"))));
    }

    private static boolean isLive(JsonNode pod) {
        return !ENDED.contains(pod.path("status").path("phase").asString(""))
                && !pod.path("metadata").has("deletionTimestamp");
    }

    private static boolean waits(ApiReader api, JsonNode claim) {
        String type = claim.path("spec").path("storageClassName").asString("");
        return !type.isEmpty()
                && api.object("StorageClass " + type, OtherClaims.classPath(type))
                        .map(found -> found.path("volumeBindingMode").asString(""))
                        .orElse("")
                        .equals("WaitForFirstConsumer");
    }
}
