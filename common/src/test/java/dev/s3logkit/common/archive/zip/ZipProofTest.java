package dev.s3logkit.common.archive.zip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.s3logkit.common.FormatException;
import dev.s3logkit.common.UnsupportedFeatureException;
import dev.s3logkit.common.io.BytesSource;
import dev.s3logkit.common.io.CountingSource;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZipProofTest {

    private static final Map<String, byte[]> BODIES = new LinkedHashMap<>();
    private static byte[] archive;

    @BeforeAll
    static void write() throws IOException {
        for (int i = 0; i < 700; i++) {
            BODIES.put("logs/" + i + (i % 7 == 0 ? "/é" : ""), Sources.lines(i, 20 + i));
        }
        BODIES.put("logs/large", Sources.lines(1, (9 << 20) + 1));
        BODIES.put("logs/last", Sources.noise(2, 100));
        archive = Sources.archive(BODIES, ZipOptions.of(ZipMethod.ZSTD));
    }

    private static ZipReader open(byte[] bytes) throws IOException {
        return ZipReader.open(new BytesSource("a.zip", bytes));
    }

    @Test
    void saysWhatEveryEntryWasMadeFrom() throws IOException {
        try (ZipReader zip = open(archive)) {
            ZipProof proof = zip.proof().orElseThrow();
            assertThat(proof.origin()).isEqualTo(Sources.ORIGIN);
            assertThat(proof.entries()).isEqualTo(BODIES.size());
            assertThat(proof.sourceBytes())
                    .isEqualTo(BODIES.values().stream().mapToLong(b -> b.length).sum());
            try (ProofReader rows = zip.proofEntries()) {
                for (Map.Entry<String, byte[]> body : BODIES.entrySet()) {
                    CRC32 crc = new CRC32();
                    crc.update(body.getValue());
                    assertThat(rows.next())
                            .isEqualTo(
                                    new ProofEntry(
                                            Sources.source(body.getKey(), body.getValue().length),
                                            (int) crc.getValue()));
                }
                assertThat(rows.next()).isNull();
                assertThat(rows.next()).isNull();
            }
        }
    }

    @Test
    void isReadWithoutARequestBesidesTheDirectory() throws IOException {
        CountingSource source = new CountingSource(new BytesSource("a.zip", archive));
        try (ZipReader zip = ZipReader.open(source)) {
            assertThat(source.ranges()).hasSize(1);
            assertThat(zip.proof()).isPresent();
            try (ProofReader rows = zip.proofEntries()) {
                assertThat(rows.next()).isNotNull();
            }
            assertThat(source.ranges()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void anArchiveOfOursIsWhole(int threads) throws IOException {
        try (ZipReader zip = open(archive)) {
            Verification found = zip.verify(threads);
            assertThat(found.isWhole()).isTrue();
            assertThat(found.differences()).isEmpty();
            assertThat(found.entries()).isEqualTo(BODIES.size());
            assertThat(found.bytes()).isEqualTo(zip.proof().orElseThrow().sourceBytes());
        }
    }

    @Test
    void namesEveryEntryThatIsNotWhatWasPutIn() throws IOException {
        byte[] damaged = archive.clone();
        try (ZipReader zip = open(archive)) {
            for (String name : new String[] {"logs/3", "logs/500", "logs/large"}) {
                ZipEntry entry = zip.find(name).orElseThrow();
                damaged[(int) (entry.offset() + entry.compressedSize() / 2) + 40] ^= 0x55;
            }
        }
        try (ZipReader zip = open(damaged)) {
            Verification found = zip.verify(2);
            assertThat(found.isWhole()).isFalse();
            assertThat(found.differing()).isEqualTo(3);
            assertThat(found.differences())
                    .extracting(Verification.Difference::name)
                    .containsExactly("logs/3", "logs/500", "logs/large");
            assertThat(found.differences().getFirst().problem()).contains("a.zip: zip: logs/3");
        }
    }

    @Test
    void anEntryThatWasReplacedWithChecksumsAndAllIsFound() throws IOException {
        byte[] replaced = archive.clone();
        try (ZipReader zip = open(archive)) {
            ZipEntry last = zip.find("logs/last").orElseThrow();
            int local = (int) last.offset();
            int data =
                    local
                            + ZipConstants.LOCAL_SIZE
                            + LittleEndian.u16(archive, local + ZipConstants.LOCAL_NAME_LENGTH)
                            + LittleEndian.u16(archive, local + ZipConstants.LOCAL_EXTRA_LENGTH);
            byte[] other = Sources.noise(99, 100);
            System.arraycopy(other, 0, replaced, data, other.length);
            CRC32 crc = new CRC32();
            crc.update(other);
            LittleEndian.put32(replaced, local + ZipConstants.LOCAL_CRC, crc.getValue());
            int header = replaced.length - ZipConstants.END_SIZE - 46 - last.name().length() - 9;
            LittleEndian.put32(replaced, header + ZipConstants.CENTRAL_CRC, crc.getValue());
        }
        try (ZipReader zip = open(replaced)) {
            assertThat(zip.read(zip.find("logs/last").orElseThrow(), 100))
                    .isEqualTo(Sources.noise(99, 100));
            assertThat(zip.verify(1).differences())
                    .singleElement()
                    .satisfies(
                            d -> {
                                assertThat(d.name()).isEqualTo("logs/last");
                                assertThat(d.problem()).contains("CRC-32", "the proof says");
                            });
        }
    }

    private static int directory(byte[] bytes) {
        return LittleEndian.i32(bytes, bytes.length - 6);
    }

    @Test
    void aDamagedProofIsFoundWhereverTheDamageIs() throws IOException {
        int end = directory(archive);
        int start = end - ProofConstants.TRAILER_SIZE;
        long rows = LittleEndian.i64(archive, start);
        long summary = LittleEndian.u32(archive, start + ProofConstants.TRAILER_SUMMARY_LENGTH);
        int first = (int) (start - summary - rows);
        int step = 97;
        for (int at = first; at < end - Long.BYTES; at += at > start - 300 ? 1 : step) {
            byte[] damaged = archive.clone();
            damaged[at] ^= 0x10;
            try (ZipReader zip = open(damaged)) {
                assertThatThrownBy(() -> readAll(zip))
                        .as("offset %d of %d", at, end)
                        .isInstanceOf(FormatException.class);
            }
        }
    }

    private static void readAll(ZipReader zip) throws IOException {
        try (ProofReader rows = zip.proofEntries()) {
            while (rows.next() != null) {
                // to the end, where the checksum is
            }
        }
    }

    @Test
    void aLaterVersionIsNamed() throws IOException {
        byte[] later = archive.clone();
        int trailer = directory(later) - ProofConstants.TRAILER_SIZE;
        LittleEndian.put16(later, trailer + ProofConstants.TRAILER_VERSION, 2);
        byte[] fixed = new byte[ProofConstants.TRAILER_CRC];
        System.arraycopy(later, trailer, fixed, 0, fixed.length);
        LittleEndian.put32(
                later, trailer + ProofConstants.TRAILER_CRC, ProofWriter.crc(fixed, fixed.length));
        try (ZipReader zip = open(later)) {
            assertThatThrownBy(zip::proof)
                    .isInstanceOf(UnsupportedFeatureException.class)
                    .hasMessageContaining("version 2");
        }
    }
}
