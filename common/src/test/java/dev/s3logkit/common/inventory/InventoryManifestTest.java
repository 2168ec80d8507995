package dev.s3logkit.common.inventory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.s3logkit.common.Corpus;
import dev.s3logkit.common.CorruptedInputException;
import dev.s3logkit.common.FormatException;
import dev.s3logkit.common.NotThisFormatException;
import dev.s3logkit.common.UnsupportedFeatureException;
import dev.s3logkit.common.archive.Decompression;
import dev.s3logkit.common.inventory.InventoryManifest.DataFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InventoryManifestTest {

    private static final String GOOD =
            """
            {"files": [{"MD5checksum": "ABCDEF0123456789abcdef0123456789", "key": "d/1.csv.gz", "size": 7}],
             "fileSchema": "Key, Size, Bucket", "fileFormat": "CSV", "destinationBucket": "inv"}
            """;

    private static InventoryManifest parse(String json) throws FormatException {
        return InventoryManifest.parse(json.getBytes(UTF_8), "s3://inv/manifest.json");
    }

    private static InventoryManifest corpus(String file) throws IOException {
        return InventoryManifest.parse(
                Files.readAllBytes(Corpus.folder("inventory").resolve(file)), file);
    }

    @Test
    void readsFieldsInAnyOrder() throws FormatException {
        InventoryManifest manifest = parse(GOOD);
        assertThat(manifest.destinationBucket()).isEqualTo("inv");
        assertThat(manifest.files())
                .containsExactly(new DataFile("d/1.csv.gz", 7, "abcdef0123456789abcdef0123456789"));
        assertThat(manifest.schema()).isEqualTo(new InventorySchema(3, false, 2, 0, 1, -1, -1, -1));
    }

    @Test
    void readsTheManifestsThatOthersDocumentAndTest() throws IOException {
        InventoryManifest docs = corpus("manifest-docs-csv.json");
        assertThat(docs.destinationBucket()).isEqualTo("example-inventory-destination-bucket");
        assertThat(docs.schema()).isEqualTo(new InventorySchema(18, false, 0, 1, 5, 6, 3, 4));
        assertThat(docs.files().getFirst().md5()).isEqualTo("f11166069f1990abeb9c97ace9cdfabc");
        assertThat(corpus("manifest-docs-stepfunctions.json").schema())
                .isEqualTo(new InventorySchema(4, false, 0, 1, 2, 3, -1, -1));
        assertThat(corpus("manifest-s3-inv-db-arn.json"))
                .isEqualTo(corpus("manifest-s3-inv-db-plain.json"));
        assertThat(corpus("manifest-s3-inv-db-arn.json").files().getFirst().md5()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "manifest-docs-orc.json, an inventory in ORC; only CSV is read",
        "manifest-docs-parquet.json, an inventory in Parquet; only CSV is read",
        "manifest-no-files.json, lists no data files",
        "manifest-minimal-no-version.json, expected one column Bucket",
    })
    void refusesTheOthersOfTheCorpus(String file, String problem) throws IOException {
        byte[] manifest = Files.readAllBytes(Corpus.folder("inventory").resolve(file));
        assertThatExceptionOfType(FormatException.class)
                .isThrownBy(() -> InventoryManifest.parse(manifest, file))
                .withMessageContaining(file)
                .withMessageContaining(problem);
    }

    @Test
    void namesWhatIsNotSupported() {
        assertThatExceptionOfType(UnsupportedFeatureException.class)
                .isThrownBy(() -> parse(GOOD.replace("CSV", "Parquet")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"CSV\"|\"XLS\"|fileFormat is 'XLS', expected CSV",
                "\"fileFormat\"|\"format\"|fileFormat is missing",
                "\"fileSchema\"|\"schema\"|fileSchema is missing",
                "\"destinationBucket\"|\"bucket\"|destinationBucket is missing",
                "\"inv\"|\"arn:aws:s3:::\"|destinationBucket is 'arn:aws:s3:::', expected arn:aws:s3:::name or a name",
                "\"inv\"|\"arn:aws:sns:eu:1:x\"|expected arn:aws:s3:::name or a name",
                "\"inv\"|7|destinationBucket is VALUE_NUMBER_INT, expected a string",
                "Key, Size, Bucket|Key, Size|fileSchema is 'Key, Size', expected one column Bucket",
                "Key, Size, Bucket|Size, Bucket|expected one column Key",
                "Key, Size, Bucket|Key, Key, Bucket|expected one column Key",
                "\"key\"|\"name\"|files[].key is missing",
                "7|-7|size is -7",
                "7|1e30|size is VALUE_NUMBER_FLOAT, expected a number of bytes",
                "7|99999999999999999999|is no whole JSON object",
                "[{|[[{|files is START_ARRAY, expected an array of objects",
                "\"inv\"}|\"inv\"} {}|found text behind the JSON object",
            })
    void saysWhatIsWrong(String found, String replacement, String problem) {
        assertThatExceptionOfType(CorruptedInputException.class)
                .isThrownBy(() -> parse(GOOD.replace(found, replacement)))
                .withMessageStartingWith("s3://inv/manifest.json: ")
                .withMessageContaining(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"''", "[]", "<html>", "\"a\",\"b\"", "12"})
    void namesWhatIsNoManifest(String text) {
        assertThatExceptionOfType(NotThisFormatException.class)
                .isThrownBy(() -> parse(text))
                .withMessageStartingWith(
                        "s3://inv/manifest.json is no inventory manifest: found '");
    }

    @Test
    void cutAtAnyByteItIsRefused() {
        byte[] json = GOOD.strip().getBytes(UTF_8);
        for (int end = 0; end < json.length; end++) {
            byte[] cut = Arrays.copyOf(json, end);
            assertThatExceptionOfType(FormatException.class)
                    .isThrownBy(() -> InventoryManifest.parse(cut, "m"));
        }
    }

    @Test
    void readsTheRowsOfTheCorpus() throws IOException {
        Path folder = Corpus.folder("inventory");
        Rows plain =
                Rows.of(
                        Files.readAllBytes(folder.resolve("rows-docs-stepfunctions.csv")),
                        InventorySchema.PLAIN,
                        64);
        assertThat(plain.rows)
                .extracting(Rows.Row::key, Rows.Row::size, Rows.Row::day)
                .contains(
                        org.assertj.core.groups.Tuple.tuple(
                                "csvDataset/titles.csv", 3399671L, 20221116))
                .hasSize(4);
        Rows versioned =
                Rows.of(
                        Files.readAllBytes(folder.resolve("rows-s3invsync-versioned.csv")),
                        InventorySchema.parse(
                                "Bucket, Key, VersionId, IsLatest, IsDeleteMarker, Size,"
                                        + " LastModifiedDate, ETag, IsMultipartUploaded",
                                "m"),
                        64);
        assertThat(versioned.rejects).isEmpty();
        assertThat(versioned.rows)
                .extracting(Rows.Row::latest, Rows.Row::marker, Rows.Row::size)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(true, false, 1511723L),
                        org.assertj.core.groups.Tuple.tuple(false, true, 0L),
                        org.assertj.core.groups.Tuple.tuple(true, false, 38129L),
                        org.assertj.core.groups.Tuple.tuple(true, false, 0L));
    }

    @Test
    void readsAWholeInventoryOfTheCorpus() throws IOException {
        Path folder = Corpus.folder("inventory").resolve("constructed/src-bkt/daily");
        Path json = folder.resolve("2024-05-08T01-00Z/manifest.json");
        InventoryManifest manifest =
                InventoryManifest.parse(Files.readAllBytes(json), json.toString());
        DataFile file = manifest.files().getFirst();
        Path data = folder.resolve("data").resolve(Path.of(file.key()).getFileName());
        assertThat(Files.size(data)).isEqualTo(file.size());
        try (InputStream in = Decompression.open(Files.newInputStream(data), data.toString())) {
            Rows rows = Rows.of(in.readAllBytes(), manifest.schema(), 64);
            assertThat(rows.rows)
                    .extracting(Rows.Row::key)
                    .containsExactly(
                            "plain/a.log",
                            "with space+and%.log",
                            "quote\"comma,ümlaut/日本.gz",
                            "deleted");
        }
    }
}
