package dev.s3logkit.common.archive.squashfs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.s3logkit.common.archive.EntryName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// The order of keys, for trees of names that are each other's beginnings.
class SquashfsWalkTest {

    private static final Comparator<String> BYTES = EntryName::compare;

    /// A folder; files are null.
    private static final class Node {
        private final Map<String, Node> children = new TreeMap<>(BYTES);
        private boolean file;
    }

    @Provide
    Arbitrary<List<String>> paths() {
        Arbitrary<String> name =
                Arbitraries.strings()
                        .withChars('a', '-', '.', '!', '0', 'é', '\uffff')
                        .ofMinLength(1)
                        .ofMaxLength(3)
                        .filter(n -> !n.equals(".") && !n.equals(".."));
        Arbitrary<String> path =
                name.list().ofMinSize(1).ofMaxSize(4).map(n -> String.join("/", n));
        return path.list().ofMaxSize(40);
    }

    @Property(tries = 300)
    void entriesComeInTheOrderOfTheirKeysFromAnyKeyOn(
            @ForAll("paths") List<String> paths, @ForAll("paths") List<String> starts)
            throws IOException {
        Node root = new Node();
        paths.forEach(path -> add(root, path));
        TreeSet<String> keys = new TreeSet<>(BYTES);
        ImageBuilder builder = new ImageBuilder();
        byte[] bytes = builder.end(folder(builder, root, "", keys));
        try (SquashfsImage image = SampleImages.open(bytes)) {
            assertThat(walk(image, "")).containsExactlyElementsOf(keys);
            List<String> from = new ArrayList<>(starts);
            from.addAll(keys);
            for (String start : from) {
                assertThat(walk(image, start))
                        .as("from %s", start)
                        .containsExactlyElementsOf(keys.tailSet(start));
            }
        }
    }

    private static List<String> walk(SquashfsImage image, String from) throws IOException {
        List<String> keys = new ArrayList<>();
        SquashfsWalk walk = image.walk(from);
        for (SquashfsEntry e = walk.next(); e != null; e = walk.next()) {
            keys.add(e.key());
        }
        return keys;
    }

    private static void add(Node root, String path) {
        Node at = root;
        for (String name : path.split("/", -1)) {
            if (at.file) {
                return;
            }
            at = at.children.computeIfAbsent(name, _ -> new Node());
        }
        at.file = at.children.isEmpty();
    }

    private static long folder(ImageBuilder builder, Node node, String prefix, Set<String> keys) {
        List<ImageBuilder.Entry> entries = new ArrayList<>();
        node.children.forEach(
                (name, child) -> {
                    keys.add(prefix + name + (child.file ? "" : "/"));
                    long reference =
                            child.file
                                    ? builder.file(new byte[1])
                                    : folder(builder, child, prefix + name + "/", keys);
                    entries.add(new ImageBuilder.Entry(name, child.file ? 2 : 1, reference));
                });
        return builder.folder(entries);
    }
}
