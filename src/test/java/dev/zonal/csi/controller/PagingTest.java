package dev.zonal.csi.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.VolumeId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagingTest {
    private static final HomeId HOME = new HomeId("aaaaaaaa");

    private final Paging<VolumeId, VolumeId> paging = new Paging<>(Function.identity(), VolumeId::parse);
    private final Paging<SnapshotId, SnapshotId> ofSnapshots = new Paging<>(Function.identity(), SnapshotId::parse);

    @Property
    void pagesJoinToTheWholeList(@ForAll @IntRange(max = 60) int count, @ForAll @IntRange(min = 1, max = 20) int page) {
        NavigableSet<VolumeId> all = volumes(count);

        List<List<VolumeId>> pages = new ArrayList<>();
        String token = "";
        do {
            Page<VolumeId> next = paging.page(new PageRequest(page, token), after(all));
            pages.add(next.entries());
            token = next.nextToken();
        } while (!token.isEmpty());

        assertThat(pages.stream().flatMap(List::stream)).containsExactlyElementsOf(all);
        assertThat(pages.subList(0, pages.size() - 1))
                .allSatisfy(full -> assertThat(full).hasSize(page));
        assertThat(count == 0 || !pages.getLast().isEmpty()).isTrue();
    }

    @Property
    void whatStaysIsListedOnceWhateverComesAndGoesBetweenThePages(
            @ForAll @IntRange(min = 1, max = 40) int count,
            @ForAll @IntRange(min = 1, max = 7) int page,
            @ForAll @Size(max = 30) List<@IntRange(max = 79) Integer> changes) {
        NavigableSet<VolumeId> all = volumes(count);
        List<VolumeId> untouched = all.stream()
                .filter(id ->
                        changes.stream().noneMatch(change -> volume(change).equals(id)))
                .toList();
        List<VolumeId> listed = new ArrayList<>();
        List<Integer> left = new ArrayList<>(changes);

        String token = "";
        do {
            Page<VolumeId> next = paging.page(new PageRequest(page, token), after(all));
            listed.addAll(next.entries());
            token = next.nextToken();
            for (int i = 0; i < 3 && !left.isEmpty(); i++) {
                VolumeId toggled = volume(left.removeFirst());
                if (!all.remove(toggled)) {
                    all.add(toggled);
                }
            }
        } while (!token.isEmpty());

        assertThat(listed).doesNotHaveDuplicates().containsAll(untouched).isSorted();
    }

    @Test
    void aTokenIsGoodThoughTheLastEntryOfItsPageIsGone() {
        NavigableSet<VolumeId> all = volumes(10);
        Page<VolumeId> first = paging.page(new PageRequest(4, ""), after(all));
        all.remove(first.entries().getLast());

        Page<VolumeId> second = paging.page(new PageRequest(0, first.nextToken()), after(all));

        assertThat(second.entries()).hasSize(6).doesNotContainAnyElementsOf(first.entries());
        assertThat(second.nextToken()).isEmpty();
    }

    @Test
    void aTokenSurvivesARestart() {
        NavigableSet<VolumeId> all = volumes(10);
        String token = paging.page(new PageRequest(4, ""), after(all)).nextToken();

        Page<VolumeId> second = new Paging<VolumeId, VolumeId>(Function.identity(), VolumeId::parse)
                .page(new PageRequest(4, token), after(all));

        assertThat(second.entries()).hasSize(4);
    }

    @Test
    void aListThatFitsItsPageExactlyHasNoMore() {
        Page<VolumeId> only = paging.page(new PageRequest(4, ""), after(volumes(4)));

        assertThat(only.entries()).hasSize(4);
        assertThat(only.nextToken()).isEmpty();
    }

    @Test
    void aCallerWithoutAWishGetsAllUpToTheLargestPage() {
        NavigableSet<VolumeId> all = volumes(PageRequest.LARGEST_PAGE + 1);

        Page<VolumeId> first = paging.page(new PageRequest(0, ""), after(all));
        Page<VolumeId> asked = paging.page(new PageRequest(Integer.MAX_VALUE, ""), after(all));
        Page<VolumeId> rest = paging.page(new PageRequest(0, first.nextToken()), after(all));

        assertThat(first.entries()).hasSize(PageRequest.LARGEST_PAGE);
        assertThat(asked).isEqualTo(first);
        assertThat(rest.entries()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "invalid-token",
                "-1",
                "0",
                "1",
                " ",
                "=",
                "AAAA",
                "\0",
                "\n",
                "ä体",
                "../..",
                "vol-eqbc4aaz5a4smxbyu2sxpqqr4e-aaaaaaaa"
            })
    void whatWeNeverGaveOutIsAborted(String token) {
        assertRefused(token);
    }

    @Test
    void aHugeTokenIsAborted() {
        assertRefused("A".repeat(1 << 20));
    }

    @Property
    void noTextIsATokenOfOurs(@ForAll String token) {
        if (!token.isEmpty()) {
            assertRefused(token);
        }
    }

    @Property
    void everyTokenThatDiffersInOneCharacterIsAborted(@ForAll int position, @ForAll char other) {
        String token = token();
        int at = Math.floorMod(position, token.length());
        if (token.charAt(at) != other) {
            assertRefused(token.substring(0, at) + other + token.substring(at + 1));
        }
    }

    @Test
    void everyTokenThatDiffersInOneLetterOfItsAlphabetIsAborted() {
        String token = token();
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/= ";

        for (int at = 0; at < token.length(); at++) {
            String before = token.substring(0, at);
            String rest = token.substring(at + 1);
            alphabet.chars()
                    .mapToObj(Character::toString)
                    .map(other -> before + other + rest)
                    .filter(changed -> !changed.equals(token))
                    .forEach(this::assertRefused);
        }
    }

    @Test
    void everyTokenThatIsShorterOrLongerIsAborted() {
        String token = token();

        IntStream.range(1, token.length()).forEach(end -> assertRefused(token.substring(0, end)));
        IntStream.range(1, token.length()).forEach(start -> assertRefused(token.substring(start)));
        List.of("=", "==", "A", " ", "\n", token).forEach(more -> {
            assertRefused(token + more);
            assertRefused(more + token);
        });
    }

    @Test
    void aTokenForVolumesIsNoneForSnapshotsAndTheOtherWayRound() {
        NavigableSet<SnapshotId> snapshots = IntStream.range(0, 3)
                .mapToObj(i -> SnapshotId.of("s" + i, HOME))
                .collect(Collectors.toCollection(TreeSet::new));
        String ofSnapshot =
                ofSnapshots.page(new PageRequest(1, ""), after(snapshots)).nextToken();

        assertRefused(ofSnapshot);
        assertThatThrownBy(() -> ofSnapshots.page(new PageRequest(1, token()), after(snapshots)))
                .isInstanceOf(StorageException.Aborted.class);
    }

    @Test
    void anIdInTheShapeOfATokenWithoutItsChecksumIsAborted() {
        String forged = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("00000000" + volume(1)).getBytes(StandardCharsets.US_ASCII));

        assertRefused(forged);
    }

    private void assertRefused(String token) {
        assertThatThrownBy(() -> paging.page(new PageRequest(0, token), after(volumes(3))))
                .as("token '%s'", token)
                .isInstanceOf(StorageException.Aborted.class)
                .hasMessageContaining("starting_token");
    }

    private String token() {
        return paging.page(new PageRequest(1, ""), after(volumes(3))).nextToken();
    }

    private static VolumeId volume(int number) {
        return VolumeId.of("v" + number, HOME);
    }

    private static NavigableSet<VolumeId> volumes(int count) {
        return IntStream.range(0, count).mapToObj(PagingTest::volume).collect(Collectors.toCollection(TreeSet::new));
    }

    private static <I> BiFunction<Optional<I>, Integer, List<I>> after(NavigableSet<I> all) {
        return (after, limit) -> after.map(id -> all.tailSet(id, false)).orElse(all).stream()
                .limit(limit)
                .toList();
    }
}
