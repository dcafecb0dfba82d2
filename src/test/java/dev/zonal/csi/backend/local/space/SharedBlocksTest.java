package dev.zonal.csi.backend.local.space;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Blocks are counted once each. */
class SharedBlocksTest {
    private static final long BLOCK = 4096;
    static final int PIECE = 1 << 16;

    @Property
    void eachBlockCountsOnceHoweverOftenItIsAdded(
            @ForAll @Size(max = 30) List<@IntRange(min = 0, max = 3 * PIECE) Integer> starts,
            @ForAll @Size(min = 30, max = 30) List<@IntRange(min = 0, max = 2 * PIECE) Integer> lengths) {
        SharedBlocks blocks = new SharedBlocks(10);
        BitSet expected = new BitSet();
        for (int i = 0; i < starts.size(); i++) {
            blocks.add(starts.get(i) * BLOCK, lengths.get(i) * BLOCK);
            expected.set(starts.get(i), starts.get(i) + lengths.get(i));
        }

        assertThat(blocks.bytes()).isEqualTo(expected.cardinality() * BLOCK);
    }

    @Example
    void partsOfBlocksAreNoBlocks() {
        SharedBlocks blocks = new SharedBlocks(10);

        blocks.add(100, 3 * BLOCK);
        blocks.add(10 * BLOCK + 1, 10);

        assertThat(blocks.bytes()).isEqualTo(2 * BLOCK);
    }

    @Example
    void whatWouldTakeTooMuchMemoryIsNotCounted() {
        SharedBlocks blocks = new SharedBlocks(2);

        blocks.add(0, BLOCK);
        blocks.add(PIECE * BLOCK, BLOCK);
        blocks.add(2 * PIECE * BLOCK, BLOCK);
        blocks.add(3 * PIECE * BLOCK, PIECE * BLOCK);
        assertThat(blocks.bytes()).isEqualTo((2 + PIECE) * BLOCK);

        blocks.add(0, PIECE * BLOCK);
        blocks.add(2 * PIECE * BLOCK, BLOCK);
        assertThat(blocks.bytes()).isEqualTo((2 * PIECE + 2) * BLOCK);
    }
}
