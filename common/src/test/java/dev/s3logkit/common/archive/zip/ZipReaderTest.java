package dev.s3logkit.common.archive.zip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.s3logkit.common.LimitExceededException;
import dev.s3logkit.common.io.BytesSource;
import dev.s3logkit.common.io.CountingSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Our archives, read by us.
class ZipReaderTest {

    private static ZipReader open(byte[] archive) throws IOException {
        return ZipReader.open(new BytesSource("a.zip", archive));
    }

    private static byte[] everyKind(ZipMethod method) throws IOException {
        return Sources.archive(Sources.everyKind(), ZipOptions.of(method));
    }

    @ParameterizedTest
    @EnumSource(ZipMethod.class)
    void readsBackEveryKindOfEntryInItsOrder(ZipMethod method) throws IOException {
        Map<String, byte[]> bodies = Sources.everyKind();
        try (ZipReader zip = open(everyKind(method))) {
            assertThat(zip.entries())
                    .extracting(ZipEntry::name)
                    .containsExactlyElementsOf(bodies.keySet());
            for (ZipEntry entry : zip.entries()) {
                byte[] body = bodies.get(entry.name());
                assertThat(zip.read(entry, body.length)).as(entry.name()).isEqualTo(body);
                assertThat(entry.size()).isEqualTo(body.length);
                assertThat(entry.compressedSize()).isLessThanOrEqualTo(body.length);
                assertThat(entry.lastModified().getEpochSecond())
                        .isEqualTo(Sources.MODIFIED.getEpochSecond());
                assertThat(zip.find(entry.name())).contains(entry);
            }
            assertThat(zip.find("logs/no such entry")).isEmpty();
            assertThat(zip.find("logs/noise").orElseThrow().methodName()).isEqualTo("store (0)");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void visitsEveryEntryOnceWithFewRequests(int threads) throws IOException {
        Map<String, byte[]> bodies = Sources.everyKind();
        CountingSource source =
                new CountingSource(new BytesSource("a.zip", everyKind(ZipMethod.ZSTD)));
        Map<String, byte[]> found = new ConcurrentHashMap<>();
        try (ZipReader zip = ZipReader.open(source)) {
            source.forget();
            zip.forEach(
                    threads,
                    (entry, body) -> {
                        try (InputStream in = body.open()) {
                            assertThat(found.put(entry.name(), in.readAllBytes())).isNull();
                        }
                    });
        }
        assertThat(found.keySet()).isEqualTo(bodies.keySet());
        found.forEach((name, body) -> assertThat(body).as(name).isEqualTo(bodies.get(name)));
        assertThat(source.ranges()).hasSizeLessThan(12);
    }

    @Test
    void aVisitorThatFailsEndsTheReading() throws IOException {
        try (ZipReader zip = open(everyKind(ZipMethod.ZSTD))) {
            assertThatThrownBy(
                            () ->
                                    zip.forEach(
                                            2,
                                            (entry, body) -> {
                                                throw new IOException("disk full");
                                            }))
                    .hasMessage("disk full");
        }
    }

    @ParameterizedTest
    @EnumSource(ZipMethod.class)
    void readsAnyRangeOfAnyEntry(ZipMethod method) throws IOException {
        Random random = new Random(1);
        try (ZipReader zip = open(everyKind(method))) {
            for (String name :
                    new String[] {
                        "logs/one",
                        "logs/5m",
                        "logs/8m",
                        "logs/frames",
                        "logs/frames-12m",
                        "logs/noise-9m"
                    }) {
                byte[] body = Sources.everyKind().get(name);
                ZipEntry entry = zip.find(name).orElseThrow();
                assertRange(zip, entry, body, 0, body.length);
                assertRange(zip, entry, body, body.length, 0);
                assertRange(zip, entry, body, body.length - 1, 1);
                for (int border = 4 << 20; border < body.length; border += 4 << 20) {
                    assertRange(zip, entry, body, border - 1, 2 - 2 * (border / body.length));
                    assertRange(zip, entry, body, border, 1);
                }
                for (int i = 0; i < 5; i++) {
                    int from = random.nextInt(body.length);
                    assertRange(zip, entry, body, from, random.nextInt(body.length - from + 1));
                }
            }
        }
    }

    private static void assertRange(
            ZipReader zip, ZipEntry entry, byte[] body, int from, int length) throws IOException {
        try (InputStream in = zip.open(entry, from, length)) {
            assertThat(in.readAllBytes())
                    .as("%s %d %d", entry.name(), from, length)
                    .isEqualTo(Arrays.copyOfRange(body, from, from + length));
        }
        assertThatThrownBy(() -> zip.open(entry, 1, body.length))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void oneEntryCostsItsBytesAndARequestBesidesTheDirectory() throws IOException {
        Map<String, byte[]> bodies = new LinkedHashMap<>();
        for (int i = 0; i < 3000; i++) {
            bodies.put("logs/2026/03/01/a-name-as-long-as-they-are-" + i, Sources.noise(i, 10_000));
        }
        byte[] archive = Sources.archive(bodies, ZipOptions.of(ZipMethod.ZSTD));
        CountingSource source = new CountingSource(new BytesSource("a.zip", archive));
        try (ZipReader zip = ZipReader.open(source)) {
            assertThat(source.ranges()).hasSizeLessThanOrEqualTo(2);
            ZipEntry entry =
                    zip.find("logs/2026/03/01/a-name-as-long-as-they-are-1500").orElseThrow();
            source.forget();
            zip.read(entry, 10_000);
            assertThat(source.ranges()).hasSize(1);
            assertThat(source.bytes()).isLessThan(11_000);
        }
    }

    @Test
    void theDirectoryIsReadOnceWithTheSummaryOfTheProof() throws IOException {
        Map<String, byte[]> bodies = new LinkedHashMap<>();
        bodies.put("logs/large", Sources.lines(1, 40 << 20));
        for (int i = 0; i < 2000; i++) {
            bodies.put("logs/2026/03/01/a-name-as-long-as-they-are-" + i, new byte[1]);
        }
        byte[] archive = Sources.archive(bodies, ZipOptions.of(ZipMethod.ZSTD));
        CountingSource source = new CountingSource(new BytesSource("a.zip", archive));
        try (ZipReader zip = ZipReader.open(source)) {
            ZipEntry entry = zip.find("logs/large").orElseThrow();
            assertRange(zip, entry, bodies.get("logs/large"), 20 << 20, 1 << 20);
        }
        assertThat(source.ranges()).hasSize(3);
    }

    @Test
    void moreThanTheCallerTakesIsALimit() throws IOException {
        try (ZipReader zip = open(everyKind(ZipMethod.ZSTD))) {
            ZipEntry entry = zip.find("logs/5m").orElseThrow();
            assertThatThrownBy(() -> zip.read(entry, (5 << 20) - 1))
                    .isInstanceOf(LimitExceededException.class)
                    .hasMessageContaining("a.zip: zip: logs/5m");
        }
    }

    @Test
    void namesThatAreNoPathsComeBackAsTheyAre() throws IOException {
        Map<String, byte[]> bodies = Sources.badPaths();
        try (ZipReader zip = open(Sources.archive(bodies, ZipOptions.of(ZipMethod.ZSTD)))) {
            for (Map.Entry<String, byte[]> body : bodies.entrySet()) {
                ZipEntry entry = zip.find(body.getKey()).orElseThrow();
                assertThat(zip.read(entry, 1000)).isEqualTo(body.getValue());
            }
        }
    }

    @Test
    void anArchiveOfNothingHasNoEntriesAndNoProof() throws IOException {
        try (ZipReader zip = open(Sources.archive(Map.of(), ZipOptions.of(ZipMethod.ZSTD)))) {
            assertThat(zip.entries()).isEmpty();
            assertThat(zip.find("")).isEmpty();
            assertThat(zip.proof()).isEmpty();
        }
    }
}
