package dev.s3logkit.common.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every [ObjectStore] has to do. A subclass names a store, which may be shared by the tests,
/// and for each test a bucket that exists and is empty.
public abstract class ObjectStoreContract {

    /// The store under test; the subclass closes it.
    protected abstract ObjectStore store();

    /// An existing bucket, empty at the start of each test.
    protected abstract String bucket();

    private S3Uri uri(String key) {
        return new S3Uri(bucket(), key);
    }

    private static CreateOptions options(boolean ifAbsent) {
        return new CreateOptions(
                "text/plain",
                "STANDARD",
                Map.of("origin", "contract"),
                CreateOptions.MIN_PART_SIZE,
                ifAbsent);
    }

    private PutOutcome put(String key, byte[] content, boolean ifAbsent) throws IOException {
        try (ObjectWriter writer = store().create(uri(key), options(ifAbsent))) {
            writer.write(content);
            return writer.commit();
        }
    }

    private byte[] get(String key) throws IOException {
        try (ObjectStream body = store().open(uri(key))) {
            return body.readAllBytes();
        }
    }

    private List<String> list(String prefix) throws IOException {
        List<String> keys = new ArrayList<>();
        store().list(uri(prefix), object -> keys.add(object.uri().key()));
        return keys;
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    @Test
    void readsBackWhatWasWritten() throws IOException {
        byte[] content = "a line\n".getBytes(UTF_8);
        PutOutcome outcome = put("logs/one", content, false);

        try (ObjectStream body = store().open(uri("logs/one"))) {
            assertThat(body.info().uri()).isEqualTo(uri("logs/one"));
            assertThat(body.info().size()).isEqualTo(content.length);
            assertThat(body.info().metadata()).containsEntry("origin", "contract");
            assertThat(outcome).isEqualTo(new PutOutcome.Created(body.info().etag()));
            assertThat(body.readAllBytes()).isEqualTo(content);
        }
    }

    @Test
    void storesAnEmptyObject() throws IOException {
        assertThat(put("empty", new byte[0], false)).isInstanceOf(PutOutcome.Created.class);
        assertThat(get("empty")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                CreateOptions.MIN_PART_SIZE - 1,
                CreateOptions.MIN_PART_SIZE,
                CreateOptions.MIN_PART_SIZE + 1,
                2 * CreateOptions.MIN_PART_SIZE,
                2 * CreateOptions.MIN_PART_SIZE + 12345
            })
    void writesObjectsAroundThePartSize(int size) throws IOException {
        byte[] content = random(size);
        try (ObjectWriter writer = store().create(uri("parts"), options(true))) {
            for (int from = 0; from < size; from += 1_000_003) {
                writer.write(content, from, Math.min(1_000_003, size - from));
            }
            assertThat(list("")).isEmpty();
            assertThat(writer.commit()).isInstanceOf(PutOutcome.Created.class);
        }
        assertThat(Arrays.equals(get("parts"), content)).isTrue();
        assertThat(store().head(uri("parts")).orElseThrow().metadata())
                .containsEntry("origin", "contract");
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0,
                10,
                CreateOptions.MIN_PART_SIZE,
                CreateOptions.MIN_PART_SIZE + 1,
                2 * CreateOptions.MIN_PART_SIZE,
                2 * CreateOptions.MIN_PART_SIZE + 1,
                3 * CreateOptions.MIN_PART_SIZE + 12345
            })
    void putsAHeadInFrontOfWhatWasWrittenBefore(int size) throws IOException {
        byte[] body = random(size);
        byte[] head = random(4_321);
        try (ObjectWriter writer = store().create(uri("head"), options(true).withHeadLast())) {
            for (int from = 0; from < size; from += 1_000_003) {
                writer.write(body, from, Math.min(1_000_003, size - from));
            }
            writer.finish(head);
            assertThat(list("")).isEmpty();
            assertThatThrownBy(() -> writer.write(1)).isInstanceOf(IllegalStateException.class);
            assertThat(writer.commit()).isInstanceOf(PutOutcome.Created.class);
        }
        byte[] whole = Arrays.copyOf(head, head.length + size);
        System.arraycopy(body, 0, whole, head.length, size);
        assertThat(Arrays.equals(get("head"), whole)).isTrue();
    }

    @Test
    void aHeadThatIsAwaitedHasToCome() throws IOException {
        try (ObjectWriter writer = store().create(uri("head"), options(true).withHeadLast())) {
            writer.write(1);
            assertThatThrownBy(writer::commit).isInstanceOf(IllegalStateException.class);
        }
        assertThat(list("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {10, CreateOptions.MIN_PART_SIZE + 10})
    void replacesTheObjectThatWasMeantAndNoOther(int size) throws IOException {
        put("k", new byte[] {1}, false);
        String first = etag("k");
        byte[] content = random(size);
        for (String meant : List.of(first, first, "0123456789abcdef0123456789abcdef")) {
            try (ObjectWriter writer = store().create(uri("k"), options(true))) {
                writer.write(content);
                Optional<String> etag = writer.replace(meant);
                assertThat(etag.isPresent()).isEqualTo(etag("k").equals(etag.orElse("")));
            }
        }
        assertThat(Arrays.equals(get("k"), content)).isTrue();
        try (ObjectWriter writer = store().create(uri("absent"), options(true))) {
            writer.write(content);
            assertThat(writer.replace(first)).isEmpty();
        }
        assertThat(list("")).containsExactly("k");
    }

    @Test
    void ofManyThatReplaceTheSameObjectOneSucceeds() throws Exception {
        put("raced", new byte[] {1}, false);
        String before = etag("raced");
        List<Callable<Optional<String>>> writers = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            byte[] content = {2, (byte) i};
            writers.add(
                    () -> {
                        try (ObjectWriter writer = store().create(uri("raced"), options(true))) {
                            writer.write(content);
                            return writer.replace(before);
                        }
                    });
        }
        List<String> won = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            for (Future<Optional<String>> outcome : threads.invokeAll(writers)) {
                outcome.get().ifPresent(won::add);
            }
        }
        assertThat(won).containsExactly(etag("raced"));
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 2 * CreateOptions.MIN_PART_SIZE + 1})
    void discardsWhatIsNotCommitted(int size) throws IOException {
        try (ObjectWriter writer = store().create(uri("dropped"), options(false))) {
            writer.write(random(size));
        }
        assertThat(store().head(uri("dropped"))).isEmpty();
        assertThat(list("")).isEmpty();
    }

    @Test
    void takesNothingAfterCommitOrClose() throws IOException {
        ObjectWriter writer = store().create(uri("once"), options(false));
        writer.commit();
        assertThatIllegalStateException().isThrownBy(() -> writer.write(1));
        assertThatIllegalStateException().isThrownBy(writer::commit);
        writer.close();
        writer.close();
        assertThat(get("once")).isEmpty();
    }

    @Test
    void replacesAnObjectUnlessToldNotTo() throws IOException {
        put("k", new byte[] {1}, false);
        put("k", new byte[] {2}, false);
        assertThat(get("k")).containsExactly(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, CreateOptions.MIN_PART_SIZE + 3})
    void leavesAnExistingObjectAsItIs(int size) throws IOException {
        put("k", new byte[] {1}, true);
        PutOutcome second = put("k", random(size), true);

        ObjectInfo existing = store().head(uri("k")).orElseThrow();
        assertThat(second).isEqualTo(new PutOutcome.AlreadyExists(existing));
        assertThat(get("k")).containsExactly(1);
    }

    @Test
    void hasOneWinnerOfManyConditionalWrites() throws Exception {
        int writers = 16;
        List<Future<PutOutcome>> outcomes = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < writers; i++) {
                byte[] content = {(byte) i};
                outcomes.add(threads.submit(() -> put("race", content, true)));
            }
        }
        int won = -1;
        for (int i = 0; i < writers; i++) {
            if (outcomes.get(i).get() instanceof PutOutcome.Created) {
                assertThat(won).as("the first winner").isEqualTo(-1);
                won = i;
            }
        }
        assertThat(get("race")).containsExactly(won);
    }

    @Test
    void tellsMissingObjectsFromMissingBuckets() throws IOException {
        S3Uri elsewhere = new S3Uri("no-bucket-has-this-name", "k");
        assertThat(store().head(uri("nothing"))).isEmpty();
        assertThatThrownBy(() -> store().open(uri("nothing")))
                .isInstanceOf(NoSuchObjectException.class)
                .hasMessageContaining("nothing")
                .hasMessageContaining("no such key");
        assertThatThrownBy(() -> store().open(elsewhere))
                .isInstanceOf(NoSuchObjectException.class)
                .hasMessageContaining("no such bucket");
        assertThatThrownBy(() -> store().head(elsewhere))
                .isInstanceOf(NoSuchObjectException.class)
                .hasMessageContaining("no such bucket");
        assertThatThrownBy(() -> store().list(elsewhere, object -> {}))
                .isInstanceOf(NoSuchObjectException.class)
                .hasMessageContaining("no such bucket");
    }

    @Test
    void listsInTheOrderOfUtf8Bytes() throws IOException {
        // U+FFFD sorts after U+1F600 in UTF-16 and before it in UTF-8.
        List<String> keys = List.of("a", "a/b", "a b", "A", "é", "\uFFFD", "\uD83D\uDE00", "a0");
        for (String key : keys) {
            put(key, new byte[0], false);
        }
        List<String> sorted = new ArrayList<>(keys);
        sorted.sort(Comparator.comparing(key -> key.getBytes(UTF_8), Arrays::compareUnsigned));
        assertThat(list("")).isEqualTo(sorted);
        assertThat(list("a")).containsExactly("a", "a b", "a/b", "a0");
        assertThat(list("a/")).containsExactly("a/b");
        assertThat(list("x")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "with space",
                "plus+sign",
                "per%cent",
                "per%2Fcent",
                "q?a=1&b=2",
                "#hash",
                ";semi",
                "quote\"s'",
                "tab\tkey",
                "new\nline",
                "ünïcödé",
                "trailing/",
                "dot.",
                "~tilde",
                "a*b",
                "back\\slash",
                "<xml>&amp;"
            })
    void keepsHostileKeysAsTheyAre(String key) throws IOException {
        put(key, key.getBytes(UTF_8), true);
        assertThat(new String(get(key), UTF_8)).isEqualTo(key);
        assertThat(list("")).containsExactly(key);
        assertThat(store().head(uri(key))).isPresent();
    }

    @Test
    void listsMoreThanOnePage() throws Exception {
        int count = 1203;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<PutOutcome>> puts = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String key = "p/%05d".formatted(i);
                puts.add(threads.submit(() -> put(key, new byte[0], false)));
            }
            for (Future<PutOutcome> put : puts) {
                put.get();
            }
        }
        RequestCounts before = store().requests();
        assertThat(list("p/")).hasSize(count).isSorted();
        assertThat(store().requests().since(before).list()).isEqualTo(2);
    }

    @Test
    void endsAListingWhenTheVisitorFails() throws IOException {
        put("k1", new byte[0], false);
        put("k2", new byte[0], false);
        List<String> seen = new ArrayList<>();
        IOException stop = new IOException("enough");
        assertThatThrownBy(
                        () ->
                                store().list(
                                                uri("k"),
                                                object -> {
                                                    seen.add(object.uri().key());
                                                    throw stop;
                                                }))
                .isSameAs(stop);
        assertThat(seen).containsExactly("k1");
    }

    @Test
    void countsRequestsAndBytes() throws IOException {
        RequestCounts before = store().requests();
        put("counted", new byte[1000], false);
        get("counted");
        store().head(uri("counted"));
        list("");
        assertThat(store().requests().since(before))
                .isEqualTo(new RequestCounts(1, 1, 1, 1, 0, 1000, 1000));
    }

    @Test
    void leavesABodyHalfRead() throws IOException {
        put("large", random(3 * CreateOptions.MIN_PART_SIZE), false);
        try (ObjectStream body = store().open(uri("large"))) {
            assertThat(body.readNBytes(100)).hasSize(100);
        }
        try (ObjectStream body = store().open(uri("large"))) {
            assertThat(body.skip(1000)).isPositive();
            assertThat(body.read()).isNotNegative();
        }
        assertThat(get("large")).hasSize(3 * CreateOptions.MIN_PART_SIZE);
    }

    private static byte[] bytes(ObjectStream body) throws IOException {
        try (body) {
            return body.readAllBytes();
        }
    }

    private byte[] range(String key, ByteRange range) throws IOException {
        return bytes(store().openRange(uri(key), range, null));
    }

    private String etag(String key) throws IOException {
        return store().head(uri(key)).orElseThrow().etag();
    }

    @Test
    void readsRangesCutAtTheEndOfTheObject() throws IOException {
        put("k", "0123456789".getBytes(UTF_8), false);
        assertThat(range("k", ByteRange.of(0, 1))).asString(UTF_8).isEqualTo("0");
        assertThat(range("k", ByteRange.of(3, 4))).asString(UTF_8).isEqualTo("3456");
        assertThat(range("k", ByteRange.of(9, 100))).asString(UTF_8).isEqualTo("9");
        assertThat(range("k", ByteRange.of(0, 10))).asString(UTF_8).isEqualTo("0123456789");
        assertThat(range("k", ByteRange.of(0, 11))).asString(UTF_8).isEqualTo("0123456789");
        assertThat(range("k", ByteRange.suffix(3))).asString(UTF_8).isEqualTo("789");
        assertThat(range("k", ByteRange.suffix(100))).asString(UTF_8).isEqualTo("0123456789");
    }

    @Test
    void tellsOfTheWholeObjectAndOfTheRange() throws IOException {
        put("k", new byte[1000], false);
        ObjectInfo whole = store().head(uri("k")).orElseThrow();
        try (ObjectStream body = store().openRange(uri("k"), ByteRange.of(10, 20), null)) {
            assertThat(body.info()).isEqualTo(whole);
            assertThat(body.offset()).isEqualTo(10);
            assertThat(body.length()).isEqualTo(20);
        }
        try (ObjectStream body = store().openRange(uri("k"), ByteRange.suffix(7), null)) {
            assertThat(body.info()).isEqualTo(whole);
            assertThat(body.offset()).isEqualTo(993);
            assertThat(body.length()).isEqualTo(7);
        }
        try (ObjectStream body = store().open(uri("k"))) {
            assertThat(body.info()).isEqualTo(whole);
            assertThat(body.offset()).isZero();
            assertThat(body.length()).isEqualTo(1000);
        }
    }

    @Test
    void refusesRangesBehindTheEnd() throws IOException {
        put("k", new byte[10], false);
        put("empty", new byte[0], false);
        assertThatThrownBy(() -> range("k", ByteRange.of(10, 1)))
                .isInstanceOf(RangeNotSatisfiableException.class)
                .hasMessageContaining(uri("k").toString())
                .hasMessageContaining("bytes=10-10");
        assertThatThrownBy(() -> range("empty", ByteRange.of(1, 1)))
                .isInstanceOf(RangeNotSatisfiableException.class);
    }

    @Test
    void readsTheStartAndTheEndOfAnEmptyObjectAsNothing() throws IOException {
        put("empty", new byte[0], false);
        ObjectInfo info = store().head(uri("empty")).orElseThrow();
        for (ByteRange range : List.of(ByteRange.of(0, 10), ByteRange.suffix(10))) {
            try (ObjectStream body = store().openRange(uri("empty"), range, info.etag())) {
                assertThat(body.info()).isEqualTo(info);
                assertThat(body.length()).isZero();
                assertThat(body.readAllBytes()).isEmpty();
            }
        }
    }

    @Test
    void readsOnlyTheObjectThatWasMeant() throws IOException {
        put("k", new byte[] {1, 2, 3}, false);
        String first = etag("k");
        assertThat(bytes(store().open(uri("k"), first))).containsExactly(1, 2, 3);
        assertThat(bytes(store().openRange(uri("k"), ByteRange.of(1, 1), first)))
                .containsExactly(2);
        put("k", new byte[] {4}, false);
        String second = etag("k");
        assertThatThrownBy(() -> store().open(uri("k"), first))
                .isInstanceOfSatisfying(
                        ObjectChangedException.class,
                        e -> {
                            assertThat(e.expected()).isEqualTo(first);
                            assertThat(e.found()).isEqualTo(second);
                        })
                .hasMessageContaining(uri("k").toString())
                .hasMessageContaining(first)
                .hasMessageContaining(second);
        assertThatThrownBy(() -> store().openRange(uri("k"), ByteRange.suffix(1), first))
                .isInstanceOf(ObjectChangedException.class);
        assertThatThrownBy(() -> store().open(uri("gone"), first))
                .isInstanceOf(NoSuchObjectException.class);
    }

    @Test
    void deletesOnlyTheObjectThatWasMeant() throws IOException {
        put("k", new byte[] {1}, false);
        String first = etag("k");
        put("k", new byte[] {2}, false);
        assertThat(store().delete(uri("k"), first)).isEqualTo(new DeleteOutcome.Changed());
        assertThat(get("k")).containsExactly(2);
        assertThat(store().delete(uri("k"), etag("k"))).isEqualTo(new DeleteOutcome.Deleted());
        assertThat(store().head(uri("k"))).isEmpty();
        assertThat(store().delete(uri("k"), null)).isEqualTo(new DeleteOutcome.Deleted());
        put("k", new byte[] {3}, false);
        assertThat(store().delete(uri("k"), null)).isEqualTo(new DeleteOutcome.Deleted());
        assertThat(list("")).isEmpty();
    }

    @Test
    void saysOfEachObjectHowItsDeletionEnded() throws IOException {
        put("changed", new byte[] {1}, false);
        String before = etag("changed");
        put("changed", new byte[] {2}, false);
        put("kept", new byte[] {3}, false);
        put("meant & <gone>", new byte[] {4}, false);
        put("control\u0001", new byte[] {5}, false);
        put("any", new byte[] {6}, false);
        RequestCounts counts = store().requests();
        assertThat(
                        store().delete(
                                        List.of(
                                                new Deletion(uri("changed"), before),
                                                new Deletion(
                                                        uri("meant & <gone>"),
                                                        etag("meant & <gone>")),
                                                new Deletion(uri("never there"), null),
                                                new Deletion(uri("any"), null))))
                .containsExactly(
                        new DeleteOutcome.Changed(),
                        new DeleteOutcome.Deleted(),
                        new DeleteOutcome.Deleted(),
                        new DeleteOutcome.Deleted());
        assertThat(store().requests().since(counts).delete()).isEqualTo(1);
        assertThat(
                        store().delete(
                                        List.of(
                                                Deletion.of(
                                                        store().head(uri("control\u0001"))
                                                                .orElseThrow()),
                                                new Deletion(
                                                        new S3Uri("no-bucket-has-this-name", "k"),
                                                        null))))
                .satisfiesExactly(
                        deleted -> assertThat(deleted).isEqualTo(new DeleteOutcome.Deleted()),
                        failed ->
                                assertThat(failed)
                                        .isInstanceOfSatisfying(
                                                DeleteOutcome.Failed.class,
                                                f ->
                                                        assertThat(f.code())
                                                                .isEqualTo("NoSuchBucket")));
        assertThat(list("")).containsExactly("changed", "kept");
        assertThat(store().delete(List.of())).isEmpty();
    }

    @Test
    void deletesMoreThanOneRequestHolds() throws IOException {
        List<Deletion> objects = new ArrayList<>();
        for (int i = 0; i < 2001; i++) {
            objects.add(new Deletion(uri("d/%04d".formatted(i)), null));
        }
        put("d/0000", new byte[0], false);
        put("d/1000", new byte[0], false);
        put("d/2000", new byte[0], false);
        RequestCounts before = store().requests();
        assertThat(store().delete(objects)).hasSize(2001).containsOnly(new DeleteOutcome.Deleted());
        assertThat(store().requests().since(before).delete()).isEqualTo(3);
        assertThat(list("")).isEmpty();
    }

    private PutOutcome put(String key, String storageClass) throws IOException {
        CreateOptions options =
                new CreateOptions(
                        "text/plain", storageClass, Map.of(), CreateOptions.MIN_PART_SIZE, false);
        try (ObjectWriter writer = store().create(uri(key), options)) {
            writer.write(1);
            return writer.commit();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"STANDARD", "STANDARD_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"})
    void tellsTheStorageClass(String storageClass) throws IOException {
        put("k", storageClass);
        boolean archived = ObjectInfo.isArchive(storageClass);
        List<ObjectInfo> listed = new ArrayList<>();
        store().list(uri(""), listed::add);
        for (ObjectInfo info : List.of(store().head(uri("k")).orElseThrow(), listed.getFirst())) {
            assertThat(info.storageClass()).isEqualTo(storageClass);
            assertThat(info.needsRestore()).isEqualTo(archived);
        }
        if (archived) {
            assertThatThrownBy(() -> get("k"))
                    .isInstanceOf(ObjectArchivedException.class)
                    .hasMessageContaining(uri("k").toString());
            assertThatThrownBy(() -> range("k", ByteRange.suffix(1)))
                    .isInstanceOf(ObjectArchivedException.class);
        } else {
            assertThat(get("k")).containsExactly(1);
        }
    }

    @Test
    void encryptsWithTheKeyThatIsAskedFor() throws IOException {
        for (int size : new int[] {3, CreateOptions.MIN_PART_SIZE + 3}) {
            CreateOptions options =
                    new CreateOptions(
                            "text/plain",
                            "STANDARD",
                            Map.of(),
                            CreateOptions.MIN_PART_SIZE,
                            false,
                            "alias/aws/s3");
            byte[] content = random(size);
            try (ObjectWriter writer = store().create(uri("secret"), options)) {
                writer.write(content);
                assertThat(writer.commit()).isEqualTo(new PutOutcome.Created(etag("secret")));
            }
            assertThat(get("secret")).isEqualTo(content);
        }
    }

    @Test
    void tellsTheRegionOfABucket() throws IOException {
        assertThat(store().region(bucket()).orElse("not told")).isNotEmpty();
        assertThatThrownBy(() -> store().region("no-bucket-has-this-name"))
                .isInstanceOf(NoSuchObjectException.class)
                .hasMessageContaining("no such bucket");
    }

    @Test
    void countsTheRequestsOfRangesAndDeletions() throws IOException {
        put("counted", new byte[1000], false);
        RequestCounts before = store().requests();
        range("counted", ByteRange.of(100, 10));
        range("counted", ByteRange.suffix(5));
        store().delete(uri("counted"), null);
        store().region(bucket());
        assertThat(store().requests().since(before))
                .isEqualTo(new RequestCounts(2, 1, 0, 0, 1, 15, 0));
    }

    @Test
    void readsASourceByRangesOfOneObject() throws IOException {
        byte[] content = random(100_000);
        put("source", content, false);
        RequestCounts before = store().requests();
        try (S3Source source = S3Source.open(store(), uri("source"), 100, 1000)) {
            assertThat(source.length()).isEqualTo(100_000);
            assertThat(source.identity()).contains(uri("source").toString(), etag("source"));
            assertThat(source.read(50, 50)).isEqualTo(Arrays.copyOfRange(content, 50, 100));
            assertThat(source.read(99_000, 1000))
                    .isEqualTo(Arrays.copyOfRange(content, 99_000, 100_000));
            assertThat(store().requests().since(before).get()).isEqualTo(2);
            assertThat(source.read(0, 100_000)).isEqualTo(content);
            assertThat(store().requests().since(before).get()).isEqualTo(3);
            assertThat(store().requests().since(before).bytesRead()).isEqualTo(100_000);
            try (InputStream stream = source.open(99, 99_000)) {
                assertThat(stream.readAllBytes())
                        .isEqualTo(Arrays.copyOfRange(content, 99, 99_099));
            }
            put("source", new byte[100_000], false);
            assertThatThrownBy(() -> source.read(500, 10))
                    .isInstanceOf(ObjectChangedException.class)
                    .hasMessageContaining(uri("source").toString());
            assertThat(source.read(0, 100)).isEqualTo(Arrays.copyOf(content, 100));
        }
    }
}
