package dev.zonal.csi.backend.fleet;

import dev.zonal.csi.backend.AgentStatus;
import dev.zonal.csi.backend.Capacity;
import dev.zonal.csi.backend.Catalogue;
import dev.zonal.csi.backend.Feature;
import dev.zonal.csi.backend.Home;
import dev.zonal.csi.backend.HomeState;
import dev.zonal.csi.backend.NewSnapshot;
import dev.zonal.csi.backend.NewVolume;
import dev.zonal.csi.backend.StorageBackend;
import dev.zonal.csi.concurrent.Backoff;
import dev.zonal.csi.concurrent.BoundedWait;
import dev.zonal.csi.concurrent.FaultDomains;
import dev.zonal.csi.fleet.AgentSession;
import dev.zonal.csi.fleet.Effect;
import dev.zonal.csi.fleet.HomeReport;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.ObjectId;
import dev.zonal.csi.model.Provisioning;
import dev.zonal.csi.model.Snapshot;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.model.VolumeParameters;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The pools of all agents as one backend: look-ups are answered from what the agents have reported, and commands go to the
 * agent that has the home in the id.
 *
 * <p>While an agent is away, what it has reported last is still listed; what it never reported since this controller's start
 * can be in no list, so that lists, and look-ups of ids that nobody has, are Unavailable until it did, and name it.
 */
public final class FleetBackend implements StorageBackend, FaultDomains, AutoCloseable {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Catalogue catalogue = new Catalogue();
    private final Routes routes = new Routes();
    private final String driver;
    private final InstantSource clock;
    private final RandomGenerator random;
    private volatile List<AgentLink> agents;

    /**
     * @param driver the name that the driver of every agent has to have
     * @param dialers how each agent is reached, by its node
     */
    public FleetBackend(
            String driver, Map<String, AgentSession.Dialer> dialers, InstantSource clock, RandomGenerator random) {
        this.driver = driver;
        this.clock = clock;
        this.random = random;
        this.agents = dialers.entrySet().stream()
                .map(agent -> link(agent.getKey(), agent.getValue()))
                .toList();
    }

    private AgentLink link(String node, AgentSession.Dialer dialer) {
        return new AgentLink(
                node,
                driver,
                dialer,
                new AgentView(catalogue),
                routes,
                new Backoff(FIRST_PAUSE, LONGEST_PAUSE, random),
                clock);
    }

    /**
     * Follows the agents from now on.
     *
     * @param atMost how long to wait until each of them has reported all that it has, or can't be asked
     */
    public void start(Duration atMost) {
        agents.forEach(AgentLink::start);
        BoundedWait.forAll(agents.stream().map(AgentLink::decided).toList(), atMost);
    }

    /**
     * These are the agents from now on: new ones are followed, and what was known of the others is forgotten.
     *
     * @param dialers by node; an agent that was there before keeps the one that it has
     */
    public synchronized void follow(Map<String, AgentSession.Dialer> dialers) {
        List<AgentLink> now = new ArrayList<>(agents);
        now.removeIf(agent -> !dialers.containsKey(agent.node()));
        Set<String> known = now.stream().map(AgentLink::node).collect(Collectors.toSet());
        List<AgentLink> added = dialers.entrySet().stream()
                .filter(agent -> !known.contains(agent.getKey()))
                .map(agent -> link(agent.getKey(), agent.getValue()))
                .toList();
        List<AgentLink> gone = new ArrayList<>(agents);
        gone.removeAll(now);
        now.addAll(added);
        agents = List.copyOf(now);
        added.forEach(AgentLink::start);
        gone.forEach(AgentLink::leave);
    }

    /** Whether of each agent all is known that it has, or that it can't be asked. */
    public boolean isDecided() {
        return agents.stream().allMatch(agent -> agent.decided().isDone());
    }

    /** Why an agent can't be asked now, by its node; empty for one that can. */
    public Map<String, Optional<HomeState.Away>> away() {
        Map<String, Optional<HomeState.Away>> byNode = new LinkedHashMap<>();
        agents.forEach(agent -> byNode.put(agent.node(), agent.away()));
        return byNode;
    }

    /** How each agent is, in the order in which they came. */
    public List<AgentStatus> status() {
        return agents.stream().map(AgentLink::status).toList();
    }

    @Override
    public Set<Feature> features() {
        return Feature.OF_POOLS;
    }

    @Override
    public List<Home> homes() {
        return agents.stream()
                .flatMap(agent -> agent.view().homes().stream())
                .filter(HomeReport::opened)
                .map(HomeReport::home)
                .toList();
    }

    @Override
    public Optional<HomeState> state(HomeId home) {
        return routes.agentOf(home)
                .map(agent -> stateOf(agent, home))
                .or(() -> unknown().findFirst());
    }

    private static HomeState stateOf(AgentLink agent, HomeId home) {
        return agent.away()
                .<HomeState>map(away -> away)
                .or(() -> agent.view().home(home).map(HomeReport::state))
                .orElseThrow(() -> noHome(home));
    }

    /** Of whom nobody knows yet what is there: agents that never reported, and homes that were never open. */
    private Stream<HomeState> unknown() {
        return agents.stream().flatMap(FleetBackend::unknown);
    }

    private static Stream<HomeState> unknown(AgentLink agent) {
        if (!agent.view().isWhole()) {
            return Stream.of(agent.unknown());
        }
        return agent.view().homes().stream().filter(home -> !home.opened()).map(HomeReport::state);
    }

    @Override
    public boolean has(HomeId home) {
        return routes.agentOf(home).isPresent();
    }

    /** The agent has explained it. */
    @Override
    public RuntimeException explained(HomeId home, RuntimeException failure) {
        return failure;
    }

    @Override
    public Optional<String> abnormal(VolumeId id) {
        return routes.agentOf(id.home()).flatMap(agent -> {
            HomeState state = stateOf(agent, id.home());
            return state instanceof HomeState.Serving
                    ? agent.view().home(id.home()).map(home -> home.abnormal().get(id.value()))
                    : Optional.of(state.sentence());
        });
    }

    @Override
    public Capacity capacity(HomeId home, VolumeParameters parameters) {
        return capacity(home, parameters.provisioning());
    }

    /** The same of all volumes that are provisioned so: a pool sells nothing else. */
    public Capacity capacity(HomeId home, Provisioning provisioning) {
        AgentLink agent = routes.agentOf(home).orElseThrow(() -> noHome(home));
        return stateOf(agent, home) instanceof HomeState.Serving
                ? agent.view().capacity(home).of(provisioning)
                : Capacity.NONE;
    }

    @Override
    public Optional<Volume> volume(VolumeId id) {
        return lookUp(id) ? catalogue.volume(id) : Optional.empty();
    }

    @Override
    public List<Volume> volumes(Optional<VolumeId> after, int limit) {
        requireAllKnown();
        return catalogue.volumes(after, limit);
    }

    @Override
    public Optional<Snapshot> snapshot(SnapshotId id) {
        return lookUp(id) ? catalogue.snapshot(id) : Optional.empty();
    }

    @Override
    public List<Snapshot> snapshots(Optional<SnapshotId> after, int limit) {
        requireAllKnown();
        return catalogue.snapshots(after, limit);
    }

    @Override
    public List<Snapshot> snapshotsOf(VolumeId source, Optional<SnapshotId> after, int limit) {
        return lookUpHome(source.home()).isPresent() ? catalogue.snapshotsOf(source, after, limit) : List.of();
    }

    private boolean lookUp(ObjectId id) {
        Optional<HomeReport> home = lookUpHome(id.home());
        home.map(found -> found.damaged().get(id.value())).ifPresent(sentence -> {
            throw new StorageException.FailedPrecondition(sentence);
        });
        return home.isPresent();
    }

    /** @throws StorageException.Unavailable where nobody knows yet whether there is such a home, or what it holds */
    private Optional<HomeReport> lookUpHome(HomeId id) {
        Optional<AgentLink> agent = routes.agentOf(id);
        if (agent.isEmpty()) {
            requireAllKnown();
            return Optional.empty();
        }
        if (!agent.get().view().isComplete(id)) {
            throw agent.get().unknown().refusal();
        }
        return agent.get().view().home(id);
    }

    private void requireAllKnown() {
        unknown().findFirst().ifPresent(state -> {
            throw state.refusal();
        });
    }

    @Override
    public Volume createVolume(NewVolume volume) {
        AgentLink agent = required(volume.id().home());
        Effect<Volume> made = agent.session().createVolume(volume);
        agent.view().made(made);
        return made.result();
    }

    @Override
    public void deleteVolume(VolumeId id) {
        addressee(id.home())
                .ifPresent(agent -> agent.view().removed(agent.session().deleteVolume(id)));
    }

    @Override
    public Volume expandVolume(VolumeId id, ByteSize capacity) {
        AgentLink agent = required(id.home());
        Effect<Volume> expanded = agent.session().expandVolume(id, capacity);
        agent.view().made(expanded);
        return expanded.result();
    }

    @Override
    public Snapshot createSnapshot(NewSnapshot snapshot) {
        AgentLink agent = required(snapshot.id().home());
        Effect<Snapshot> cut = agent.session().createSnapshot(snapshot);
        agent.view().cut(cut);
        return cut.result();
    }

    @Override
    public void deleteSnapshot(SnapshotId id) {
        addressee(id.home())
                .ifPresent(agent -> agent.view().removed(agent.session().deleteSnapshot(id)));
    }

    @Override
    public void close() {
        agents.forEach(AgentLink::close);
    }

    private AgentLink required(HomeId home) {
        return addressee(home).orElseThrow(() -> noHome(home));
    }

    /** Whom to ask about that home; empty where no agent has it. */
    private Optional<AgentLink> addressee(HomeId home) {
        Optional<AgentLink> found = routes.agentOf(home);
        if (found.isEmpty()) {
            requireAllKnown();
        }
        return found;
    }

    private static StorageException.NotFound noHome(HomeId home) {
        return new StorageException.NotFound("no agent has a pool with the id " + home);
    }
}
