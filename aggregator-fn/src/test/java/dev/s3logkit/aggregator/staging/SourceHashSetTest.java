package dev.s3logkit.aggregator.staging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class SourceHashSetTest {

    @Property(tries = 200)
    void behavesAsASet(
            @ForAll @Size(max = 300) List<@IntRange(max = 40) Integer> high,
            @ForAll @IntRange(max = 3) int low) {
        SourceHashSet set = new SourceHashSet();
        Set<SourceHash> oracle = new HashSet<>();
        for (int h : high) {
            SourceHash hash = new SourceHash(h, h % (low + 1));
            assertThat(set.contains(hash)).isEqualTo(oracle.contains(hash));
            assertThat(set.add(hash)).isEqualTo(oracle.add(hash));
        }
        assertThat(set.size()).isEqualTo(oracle.size());
    }
}
