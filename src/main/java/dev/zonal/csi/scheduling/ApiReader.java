package dev.zonal.csi.scheduling;

import dev.zonal.csi.kubelet.ServiceAccount;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads objects of Kubernetes with plain GETs, all within one budget of time. What can't be read is absent, and why is
 * noted as a doubt; that an object does not exist is an answer and no doubt. Of one thread.
 */
final class ApiReader implements AutoCloseable {
    /** Small: an object may have tens of kilobytes, and many times that in memory. */
    private static final int PAGE = 50;

    private static final int MOST_PAGES = 200;

    private final URI address;
    private final ServiceAccount account;
    private final long endNanoTime;
    private final List<String> doubts = new ArrayList<>();
    private @Nullable HttpClient client;

    /** @param budget for all questions together */
    ApiReader(URI address, ServiceAccount account, Duration budget) {
        this.address = address;
        this.account = account;
        this.endNanoTime = System.nanoTime() + budget.toNanos();
    }

    /** What could not be read, and why. */
    List<String> doubts() {
        return List.copyOf(doubts);
    }

    void doubt(String clause) {
        if (!doubts.contains(clause)) {
            doubts.add(clause);
        }
    }

    /**
     * @param what for the doubt: "node n1"
     * @param path below the address, with each name in it {@link ServiceAccount#encoded}
     */
    Optional<JsonNode> object(String what, String path) {
        return get(what, path);
    }

    /**
     * All of a list, page by page.
     *
     * @param kept what is needed of an item; the rest of it is let go with its page
     */
    <T> List<T> list(String what, String path, String selector, Function<JsonNode, Optional<T>> kept) {
        List<T> items = new ArrayList<>();
        String token = "";
        for (int page = 0; page < MOST_PAGES; page++) {
            Optional<JsonNode> answer = get(
                    what,
                    path + "?limit=" + PAGE + selector
                            + (token.isEmpty() ? "" : "&continue=" + ServiceAccount.encoded(token)));
            if (answer.isEmpty()) {
                return items;
            }
            for (JsonNode item : answer.get().path("items")) {
                kept.apply(item).ifPresent(items::add);
            }
            token = answer.get().path("metadata").path("continue").asString("");
            if (token.isEmpty()) {
                return items;
            }
        }
        doubt(what + " are more than " + PAGE * MOST_PAGES);
        return items;
    }

    private Optional<JsonNode> get(String what, String path) {
        Duration left = Duration.ofNanos(endNanoTime - System.nanoTime());
        if (!left.isPositive()) {
            doubt(what + " can't be read: there was no time left");
            return Optional.empty();
        }
        try {
            HttpRequest request = account.request(address, path)
                    .header("Accept", "application/json")
                    .build();
            HttpResponse<byte[]> response = answer(client(left).sendAsync(request, BodyHandlers.ofByteArray()), left);
            return switch (response.statusCode()) {
                case 200 -> Optional.of(JsonMapper.shared().readTree(response.body()));
                case 404 -> Optional.empty();
                case 401, 403 -> unread(what + " may not be read (" + response.statusCode() + ")");
                default -> unread(what + " can't be read (" + response.statusCode() + ")");
            };
        } catch (IOException | GeneralSecurityException | JacksonException failed) {
            return unread(what + " can't be read: " + failed);
        } catch (ExecutionException failed) {
            return unread(what + " can't be read: " + failed.getCause());
        } catch (TimeoutException late) {
            return unread(what + " can't be read: no answer in time");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return unread(what + " can't be read: interrupted");
        }
    }

    /** The client's own limit ends where the answer begins; this one lasts to its end. */
    private static <T> T answer(CompletableFuture<T> asked, Duration left)
            throws ExecutionException, TimeoutException, InterruptedException {
        try {
            return asked.get(left.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | InterruptedException over) {
            asked.cancel(true);
            throw over;
        }
    }

    private Optional<JsonNode> unread(String clause) {
        doubt(clause);
        return Optional.empty();
    }

    private HttpClient client(Duration left) throws IOException, GeneralSecurityException {
        HttpClient made = client;
        if (made == null) {
            made = account.client(address, left);
            client = made;
        }
        return made;
    }

    @Override
    public void close() {
        if (client != null) {
            client.shutdownNow();
        }
    }
}
