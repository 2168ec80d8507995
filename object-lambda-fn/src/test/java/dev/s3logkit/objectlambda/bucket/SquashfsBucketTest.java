package dev.s3logkit.objectlambda.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.s3logkit.objectlambda.fixture.SampleTree;
import dev.s3logkit.objectlambda.fixture.TestBucket;
import dev.s3logkit.objectlambda.fixture.Zips;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Images that programs of others make: links, requests, folders with many files. Left out where
/// the programs are not installed.
class SquashfsBucketTest {

    private static final int MANY = 100_000;

    @TempDir private Path folder;

    private byte[] pack(Path tree) throws Exception {
        Process process;
        try {
            process =
                    new ProcessBuilder(
                                    "mksquashfs",
                                    tree.toString(),
                                    "image.sqfs",
                                    "-noappend",
                                    "-quiet",
                                    "-no-progress",
                                    "-comp",
                                    "zstd")
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("output").toFile())
                            .start();
        } catch (IOException e) {
            assumeTrue(false, "mksquashfs is not installed");
            throw e;
        }
        process.getOutputStream().close();
        assertThat(process.waitFor()).as(Files.readString(folder.resolve("output"))).isZero();
        return Files.readAllBytes(folder.resolve("image.sqfs"));
    }

    private Path tree() throws IOException {
        Path tree = Files.createDirectories(folder.resolve("tree"));
        Files.createDirectories(tree.resolve("data/deep"));
        Files.writeString(tree.resolve("data/file"), "content");
        Files.writeString(tree.resolve("data/deep/other"), "more");
        Files.createDirectories(tree.resolve("links"));
        link(tree, "links/file", "../data/file");
        link(tree, "links/twice", "file");
        link(tree, "links/folder", "../data");
        link(tree, "links/dangling", "nowhere");
        link(tree, "links/absolute", "/data/file");
        link(tree, "links/above", "../../data/file");
        link(tree, "links/loop", "loop");
        link(tree, "links/round", "there");
        link(tree, "links/there", "round");
        return tree;
    }

    private static void link(Path tree, String name, String target) throws IOException {
        Files.createSymbolicLink(tree.resolve(name), Path.of(target));
    }

    @ParameterizedTest
    @CsvSource({
        "links/file, 200, content",
        "links/twice, 200, content",
        "links/folder/file, 200, content",
        "links/folder/deep/other, 200, more",
        "links/folder, 404, NoSuchKey",
        "links/dangling, 404, NoSuchKey",
        "links/absolute, 403, AccessDenied",
        "links/above, 403, AccessDenied",
        "links/loop, 403, AccessDenied",
        "links/round, 403, AccessDenied",
        "links/file/more, 404, NoSuchKey",
    })
    void linksAreFollowedInsideOfTheImage(String key, int status, String text) throws Exception {
        try (TestBucket test =
                new TestBucket(folder.resolve("cache"))
                        .store("image.sqfs", pack(tree()))
                        .map("", "image.sqfs")) {
            TestBucket.Response got = test.get(key);
            assertThat(got.status()).isEqualTo(status);
            assertThat(got.text()).contains(text);
            assertThat(test.failures()).isEmpty();
        }
    }

    @Test
    void listingsHaveTheLinksThatLeadToFiles() throws Exception {
        try (TestBucket test =
                new TestBucket(folder.resolve("cache"))
                        .store("image.sqfs", pack(tree()))
                        .map("v", "image.sqfs")) {
            Listing all = test.bucket().list(ListRequest.of(""));
            assertThat(all.contents())
                    .extracting(object -> object.key() + " " + object.size())
                    .containsExactly(
                            "v/data/deep/other 4",
                            "v/data/file 7",
                            "v/links/file 7",
                            "v/links/twice 7");
        }
    }

    @Test
    void aSmallFileOfAColdImageTakesThreeRequestsAndOfAWarmOneAtMostOne() throws Exception {
        Path tree = Files.createDirectories(folder.resolve("tree"));
        for (int i = 0; i < 400; i++) {
            Files.write(tree.resolve("small-%03d".formatted(i)), SampleTree.text(3000 + i));
        }
        Files.write(tree.resolve("large"), SampleTree.random(12 << 20));
        try (TestBucket test =
                new TestBucket(folder.resolve("cache"))
                        .with("S3ARCHIVEFS_REVALIDATE_SECONDS", "60")
                        .store("image.sqfs", pack(tree))
                        .map("v", "image.sqfs")) {
            assertThat(test.get("v/small-007").body()).isEqualTo(SampleTree.text(3007));
            assertThat(test.store().requests().get()).isLessThanOrEqualTo(3);
            long before = test.store().requests().get();
            assertThat(test.get("v/small-007").status()).isEqualTo(200);
            assertThat(test.store().requests().get()).isEqualTo(before);
            assertThat(test.get("v/small-390").status()).isEqualTo(200);
            assertThat(test.store().requests().get()).isLessThanOrEqualTo(before + 1);
            assertThat(test.store().requests().head()).isZero();
        }
    }

    /// Making the image takes a minute: without the long runs a zip has to do.
    @Test
    void aFolderOfAHundredThousandFilesIsListedFromAnyKeyOn() throws Exception {
        byte[] archive = Boolean.getBoolean("s3logkit.long") ? imageOfMany() : zipOfMany();
        try (TestBucket test =
                new TestBucket(folder.resolve("cache"))
                        .with("S3ARCHIVEFS_REVALIDATE_SECONDS", "60")
                        .store("archive", archive)
                        .map("v", "archive")) {
            for (int from : new int[] {0, 1, 49_999, 98_998, 99_998, 99_999}) {
                String after = "v/many/%06d".formatted(from);
                Listing page = page(test, "v/many/", after, null);
                int expected = Math.min(1000, MANY - 1 - from);
                assertThat(page.contents()).hasSize(expected);
                assertThat(page.truncated()).isEqualTo(from + 1000 < MANY - 1);
                for (int i = 0; i < expected; i++) {
                    assertThat(page.contents().get(i).key())
                            .isEqualTo("v/many/%06d".formatted(from + 1 + i));
                }
            }
            int keys = 0;
            String token = null;
            do {
                Listing page = page(test, "", "", token);
                keys += page.keyCount();
                token = page.nextToken();
            } while (token != null);
            assertThat(keys).isEqualTo(MANY);
        }
    }

    private static Listing page(TestBucket test, String prefix, String after, String token)
            throws Exception {
        return test.bucket().list(new ListRequest(2, prefix, "", after, token, 1000, false, false));
    }

    private static byte[] zipOfMany() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int i = 0; i < MANY; i++) {
            files.put("many/%06d".formatted(i), new byte[0]);
        }
        return Zips.of(files);
    }

    private byte[] imageOfMany() throws Exception {
        Path tree = Files.createDirectories(folder.resolve("tree/many")).getParent();
        for (int i = 0; i < MANY; i++) {
            Files.createFile(tree.resolve("many/%06d".formatted(i)));
        }
        return pack(tree);
    }
}
