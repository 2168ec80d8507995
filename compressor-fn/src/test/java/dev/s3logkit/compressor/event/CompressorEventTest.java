package dev.s3logkit.compressor.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.compressor.event.ArchiveForm.Compression;
import dev.s3logkit.compressor.event.CompressorEvent.Compress;
import dev.s3logkit.compressor.event.CompressorEvent.Decompress;
import dev.s3logkit.compressor.event.CompressorEvent.Delete;
import dev.s3logkit.compressor.event.CompressorEvent.Progress;
import dev.s3logkit.compressor.event.CompressorEvent.Verify;
import dev.s3logkit.compressor.failure.InvalidEventException;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompressorEventTest {

    private static final String COMPRESS =
            "\"input_s3_manifest_url\":\"s3://lists/m.txt\",\"output_s3_url\":\"s3://zips/a.zip\"";

    private static CompressorEvent.Parsed parse(String json) throws IOException {
        return CompressorEvent.parse(JSON.std.mapFrom(json));
    }

    @Test
    void whatIsNotSaidIsAsItWasBefore() throws IOException {
        Compress expected =
                new Compress(
                        S3Uri.parse("s3://lists/m.txt"),
                        S3Uri.parse("s3://zips/a.zip"),
                        new ArchiveForm(true, Compression.ZSTD, 3, true),
                        false,
                        false,
                        256);
        assertThat(parse("{" + COMPRESS + "}").event()).isEqualTo(expected);
        assertThat(parse("{\"operation\":\"compress\"," + COMPRESS + "}").event())
                .isEqualTo(expected);
        assertThat(parse("{\"operation\":null,\"overwrite\":null," + COMPRESS + "}").event())
                .isEqualTo(expected);
    }

    @Test
    void everythingCanBeSaid() throws IOException {
        CompressorEvent.Parsed parsed =
                parse(
                        "{\"operation\":\"compress\",%s,\"delete_source_files\":true,"
                                        .formatted(COMPRESS)
                                + "\"include_s3_name\":false,\"max_workers\":64,\"compression\":\"Deflate\","
                                + "\"level\":9,\"fail_on_missing\":false,\"overwrite\":true}");
        assertThat(parsed.event())
                .isEqualTo(
                        new Compress(
                                S3Uri.parse("s3://lists/m.txt"),
                                S3Uri.parse("s3://zips/a.zip"),
                                new ArchiveForm(false, Compression.DEFLATE, 9, false),
                                true,
                                true,
                                64));
        assertThat(parsed.unknownFields()).isEmpty();
    }

    @Test
    void theOtherOperationsTakeTheArchive() throws IOException {
        S3Uri archive = S3Uri.parse("s3://zips/a.zip");
        assertThat(
                        parse(
                                        "{\"operation\":\"decompress\",\"source_s3_url\":\"s3://zips/a.zip\","
                                                + "\"file_to_extract\":\"b/k\"}")
                                .event())
                .isEqualTo(new Decompress(archive, "b/k", null, false));
        assertThat(
                        parse("{\"operation\":\"verify\",\"source_s3_url\":\"s3://zips/a.zip\"}")
                                .event())
                .isEqualTo(new Verify(archive));
        assertThat(
                        parse("{\"operation\":\"delete\",\"source_s3_url\":\"s3://zips/a.zip\"}")
                                .event())
                .isEqualTo(new Delete(archive, null));
    }

    @Test
    void aDeletionGoesOnWhereItsOwnEventSays() throws IOException {
        Delete delete =
                new Delete(
                        S3Uri.parse("s3://zips/a.zip"), new Progress("etag-2", 5_000_000_000L, 3));
        assertThat(CompressorEvent.parse(delete.toMap()).event()).isEqualTo(delete);
        assertThat(parse(JSON.std.asString(delete.toMap())).event()).isEqualTo(delete);
    }

    @Test
    void fieldsThatMeanNothingAreTold() throws IOException {
        assertThat(parse("{%s,\"overwirte\":true,\"a\":1}".formatted(COMPRESS)).unknownFields())
                .containsExactly("a", "overwirte");
    }

    @Test
    void formsAreEqualWhenArchivesWouldBe() {
        ArchiveForm form = new ArchiveForm(true, Compression.ZSTD, 3, true);
        assertThat(form.canonical())
                .isEqualTo("include_s3_name=true compression=zstd level=3 fail_on_missing=true")
                .isNotEqualTo(new ArchiveForm(false, Compression.ZSTD, 3, true).canonical())
                .isNotEqualTo(new ArchiveForm(true, Compression.ZSTD, 4, true).canonical());
        assertThat(form.entryName("bucket", "a/b")).isEqualTo("bucket/a/b");
        assertThat(new ArchiveForm(false, Compression.ZSTD, 3, true).entryName("bucket", "a/b"))
                .isEqualTo("a/b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "operation":"unzip"            | "operation" is "unzip", expected compress, decompress, delete or verify
                    "operation":7                  | "operation" is 7, expected text
                    "delete_source_files":"true"   | "delete_source_files" is "true", expected true or false
                    "include_s3_name":1            | "include_s3_name" is 1, expected true or false
                    "max_workers":"256"            | "max_workers" is "256", expected an integer from 1 to 512
                    "max_workers":0                | "max_workers" is 0, expected an integer from 1 to 512
                    "max_workers":2.5              | "max_workers" is 2.5, expected an integer from 1 to 512
                    "max_workers":99999999999      | "max_workers" is 99999999999, expected an integer from 1 to 512
                    "compression":"lzma"           | "compression" is "lzma", expected zstd, deflate or store
                    "level":20                     | "level" is 20, expected an integer from 1 to 19
                    "compression":"deflate","level":13 | "level" is 13, expected an integer from 1 to 12
                    "compression":"store","level":1    | "level" is 1, expected an integer from 0 to 0
                    "fail_on_missing":"no"         | "fail_on_missing" is "no", expected true or false
                    "overwrite":[]                 | "overwrite" is [], expected true or false
                    "output_s3_url":7              | "output_s3_url" is 7, expected text
                    "output_s3_url":""             | "output_s3_url" is "", expected text
                    "output_s3_url":"zips/a.zip"   | "output_s3_url" is "zips/a.zip", expected the URL of an object such as s3://bucket/key
                    "output_s3_url":"s3://zips"    | "output_s3_url" is "s3://zips", expected the URL of an object such as s3://bucket/key
                    "output_s3_url":"s3://zips/"   | "output_s3_url" is "s3://zips/", expected the URL of an object such as s3://bucket/key
                    "output_s3_url":"s3://zips/a/" | "output_s3_url" is "s3://zips/a/", expected the URL of an object such as s3://bucket/key
                    "output_s3_url":"s3:///a.zip"  | "output_s3_url" is "s3:///a.zip", expected the URL of an object such as s3://bucket/key
                    "input_s3_manifest_url":null   | "input_s3_manifest_url" is missing, expected text
                    "output_s3_url":"s3://lists/m.txt" | "output_s3_url" is "s3://lists/m.txt", expected another object than the manifest
                    "operation":"decompress"       | "source_s3_url" is missing, expected text
                    "operation":"verify"           | "source_s3_url" is missing, expected text
                    "operation":"delete"           | "source_s3_url" is missing, expected text
                    "operation":"delete","source_s3_url":"s3://zips/a","progress":3 | "progress" is 3, expected an object
                    "operation":"delete","source_s3_url":"s3://zips/a","progress":{"archive_etag":7} | "progress.archive_etag" is 7, expected text
                    "operation":"delete","source_s3_url":"s3://zips/a","progress":{"archive_etag":"e","handled":-1} | "progress.handled" is -1, expected a number of entries
                    """)
    void aBadFieldIsNamedWithWhatWasFoundAndWhatIsExpected(String fields, String message)
            throws IOException {
        Map<String, Object> event = JSON.std.mapFrom("{" + COMPRESS + "}");
        event.putAll(JSON.std.mapFrom("{" + fields + "}"));
        assertThatThrownBy(() -> CompressorEvent.parse(event))
                .isInstanceOf(InvalidEventException.class)
                .hasMessageStartingWith(message);
    }
}
