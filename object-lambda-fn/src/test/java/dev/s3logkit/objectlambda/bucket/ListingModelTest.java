package dev.s3logkit.objectlambda.bucket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.s3logkit.objectlambda.fixture.PlainBucket;
import dev.s3logkit.objectlambda.fixture.TestBucket;
import dev.s3logkit.objectlambda.fixture.Zips;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Random archives behind random prefixes, listed in every way, against a list of all keys.
class ListingModelTest {

    private static final String[] NAMES = {
        "a", "b", "ab", "a-", "a.", "a0", "-", "x y", "\u00e9", "\ud83d\ude00", "\uffee", "%2F", "+"
    };
    private static final String[] DELIMITERS = {
        "", "/", "a", "-", "/a", "a/", "b/a", "\u00e9", "\ud83d\ude00", " "
    };

    @TempDir private Path cache;

    @Test
    void pagesOfEverySizeAreThoseOfTheSameObjectsInOneList() throws Exception {
        Random random = new Random(20261121);
        int rounds = Boolean.getBoolean("s3logkit.long") ? 2_000 : 60;
        for (int round = 0; round < rounds; round++) {
            try (TestBucket test = new TestBucket(cache)) {
                PlainBucket plain = fill(test, random);
                for (int i = 0; i < 25; i++) {
                    compare(test.bucket(), plain, random, "round " + round);
                }
                assertThat(test.failures()).isEmpty();
            }
        }
    }

    private static String path(Random random, int depth) {
        StringBuilder path = new StringBuilder(NAMES[random.nextInt(NAMES.length)]);
        for (int i = random.nextInt(depth); i > 0; i--) {
            path.append('/').append(NAMES[random.nextInt(NAMES.length)]);
        }
        return path.toString();
    }

    /// Maps archives, and tells which keys the longest prefixes leave to each.
    private static PlainBucket fill(TestBucket test, Random random) throws Exception {
        Map<String, Map<String, byte[]>> byPrefix = new HashMap<>();
        int archives = 1 + random.nextInt(4);
        for (int i = 0; i < archives; i++) {
            String prefix = random.nextInt(4) == 0 ? "" : path(random, 3) + "/";
            Map<String, byte[]> files = new LinkedHashMap<>();
            for (int f = 1 + random.nextInt(12); f > 0; f--) {
                files.put(path(random, 4), new byte[random.nextInt(3)]);
            }
            files.put("hollow/", new byte[0]);
            if (byPrefix.putIfAbsent(prefix, files) == null) {
                test.store(i + ".zip", Zips.of(files)).map(prefix, i + ".zip");
            }
        }
        PlainBucket plain = new PlainBucket();
        byPrefix.forEach(
                (prefix, files) ->
                        files.forEach(
                                (name, content) -> {
                                    String key = prefix + name;
                                    if (!name.endsWith("/")
                                            && owner(key, byPrefix).equals(prefix)) {
                                        plain.put(key, content);
                                    }
                                }));
        return plain;
    }

    private static String owner(String key, Map<String, ?> byPrefix) {
        return byPrefix.keySet().stream()
                .filter(key::startsWith)
                .max((a, b) -> Integer.compare(a.length(), b.length()))
                .orElseThrow();
    }

    private static void compare(VirtualBucket bucket, PlainBucket plain, Random random, String what)
            throws Exception {
        List<String> keys = new ArrayList<>(plain.objects().keySet());
        String some = keys.get(random.nextInt(keys.size()));
        String prefix = cut(some, random);
        String after =
                random.nextBoolean() ? "" : cut(keys.get(random.nextInt(keys.size())), random);
        String delimiter = DELIMITERS[random.nextInt(DELIMITERS.length)];
        int pageSize = 1 + random.nextInt(random.nextBoolean() ? 3 : 1000);
        String shown =
                "%s: prefix '%s', delimiter '%s', after '%s', pages of %d"
                        .formatted(what, prefix, delimiter, after, pageSize);
        String token = null;
        String last = after;
        for (; ; ) {
            Listing page =
                    bucket.list(
                            new ListRequest(
                                    2, prefix, delimiter, after, token, pageSize, false, false));
            PlainBucket.Page expected = plain.list(prefix, delimiter, last, pageSize);
            TreeSet<String> items = new TreeSet<>(plain.objects().comparator());
            page.contents().forEach(object -> items.add(object.key()));
            items.addAll(page.commonPrefixes());
            assertThat(new ArrayList<>(items)).as(shown).isEqualTo(expected.items());
            assertThat(page.nextMarker()).as(shown).isEqualTo(expected.last());
            for (ServedObject object : page.contents()) {
                assertThat(object.size()).isEqualTo(plain.objects().get(object.key()).length);
            }
            token = page.nextToken();
            last = page.nextMarker();
            if (token == null) {
                return;
            }
        }
    }

    /// A part of a key that does not end within a character.
    private static String cut(String key, Random random) {
        int points = key.codePointCount(0, key.length());
        String cut = key.substring(0, key.offsetByCodePoints(0, random.nextInt(points + 1)));
        assertThat(new String(cut.getBytes(UTF_8), UTF_8)).isEqualTo(cut);
        return cut;
    }
}
