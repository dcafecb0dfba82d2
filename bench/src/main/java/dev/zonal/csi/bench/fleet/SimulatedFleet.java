package dev.zonal.csi.bench.fleet;

import dev.zonal.csi.fleet.wire.AgentService;
import dev.zonal.csi.model.HomeId;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** So many agents behind one socket: which of them is meant says the name by which a controller calls it. */
public final class SimulatedFleet implements AutoCloseable {
    public static final String DRIVER = "local.csi.zonal.dev";
    public static final String NODE_KEY = "topology.local.csi.zonal.dev/node";
    public static final String ZONE_KEY = "topology.local.csi.zonal.dev/zone";

    private static final String HOME_LETTERS = "abcdefghijklmnopqrstuvwxyz234567";

    private final Path folder;
    private final int size;
    private final int objects;
    private final EventLoopGroup eventLoop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private CountDownLatch closed = new CountDownLatch(1);
    private Server server;

    /**
     * @param folder for the socket and the list of agents
     * @param objects volumes and snapshots of all together
     */
    public SimulatedFleet(Path folder, int size, int objects) throws IOException {
        this.folder = folder;
        this.size = size;
        this.objects = objects;
        Files.write(
                folder.resolve("agents"),
                names().map(node -> node + "=unix://" + socket()).toList());
        this.server = serve();
    }

    private Stream<String> names() {
        return IntStream.range(0, size).mapToObj(number -> "n" + number);
    }

    public List<String> nodes() {
        return names().toList();
    }

    private Path socket() {
        return folder.resolve("agents.sock");
    }

    /** As {@code --agents} takes it. */
    public String agents() {
        return "@" + folder.resolve("agents");
    }

    private Server serve() throws IOException {
        Map<String, AgentService> agents = new LinkedHashMap<>();
        int number = 0;
        for (String node : nodes()) {
            agents.put(node, new AgentService(new SimulatedAgent(node, home(number), objects / size, closed)));
            number++;
        }
        Switchboard switchboard = new Switchboard(agents);
        return NettyServerBuilder.forAddress(new DomainSocketAddress(socket().toFile()))
                .channelType(EpollServerDomainSocketChannel.class)
                .bossEventLoopGroup(eventLoop)
                .workerEventLoopGroup(eventLoop)
                .executor(threads)
                .permitKeepAliveTime(1, TimeUnit.SECONDS)
                .intercept(switchboard)
                .addService(switchboard)
                .build()
                .start();
    }

    private static HomeId home(int number) {
        String digits = IntStream.range(0, 8)
                .mapToObj(place -> String.valueOf(HOME_LETTERS.charAt((number >> (5 * (7 - place))) & 31)))
                .collect(Collectors.joining());
        return new HomeId(digits);
    }

    /** All connections break at once, and all agents are there again, as after the end of a network's partition. */
    public void breakConnections() throws Exception {
        stop();
        closed = new CountDownLatch(1);
        server = serve();
    }

    private void stop() throws InterruptedException {
        closed.countDown();
        server.shutdownNow().awaitTermination(1, TimeUnit.MINUTES);
    }

    @Override
    public void close() throws Exception {
        stop();
        threads.close();
        eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        Files.delete(folder.resolve("agents"));
    }
}
