package dev.s3logkit.compressor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.s3logkit.common.s3.CreateOptions;
import dev.s3logkit.common.s3.ObjectWriter;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.compressor.failure.ArchiveInvalidException;
import dev.s3logkit.compressor.failure.ArchiveUnreadableException;
import dev.s3logkit.compressor.failure.EntryNotFoundException;
import dev.s3logkit.compressor.failure.OutputExistsException;
import dev.s3logkit.compressor.failure.ResponseTooLargeException;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DecompressTest {

    private static RunResult extract(Fixture fixture, String entry, String more)
            throws IOException {
        return Fixture.run(
                fixture.memory,
                "{\"operation\":\"decompress\",\"source_s3_url\":\"%s\",\"file_to_extract\":\"%s\"%s}"
                        .formatted(Fixture.ARCHIVE, entry, more));
    }

    @Test
    void anEntryComesBackByAFewRanges() throws IOException {
        Fixture fixture = Fixture.ofMany();
        fixture.compress();
        for (Map.Entry<S3Uri, byte[]> source : fixture.sources.entrySet()) {
            if (source.getValue().length > Compressor.MAX_CONTENT) {
                continue;
            }
            String name = Fixture.entry(source.getKey());
            RunResult result = extract(fixture, name, "");
            assertThat(result.answer())
                    .containsEntry("status", "success")
                    .containsEntry("file_name", name);
            String base64 = (String) result.answer().get("file_content_base64");
            assertThat(Base64.getDecoder().decode(base64)).isEqualTo(source.getValue());
            assertThat(result.requests().get()).isLessThanOrEqualTo(2);
            assertThat(result.requests().head()).isZero();
            assertThat(result.requests().bytesRead()).isLessThan(300_000);
        }
    }

    @Test
    void whatIsTooLargeForAResponseGoesToAnObject() throws IOException {
        Fixture fixture = Fixture.ofMany();
        fixture.compress();
        assertThatThrownBy(() -> extract(fixture, "more/large.log", ""))
                .isInstanceOf(ResponseTooLargeException.class)
                .hasMessage(
                        "\"more/large.log\" has 9,437,184 bytes, and a response takes at most 4,702,208:"
                                + " with \"output_s3_url\" in the event it is written there");
        String output = ",\"output_s3_url\":\"s3://zips/out.log\"";
        RunResult result = extract(fixture, "more/large.log", output);
        assertThat(result.answer()).containsEntry("output_s3_url", "s3://zips/out.log");
        S3Uri out = S3Uri.parse("s3://zips/out.log");
        assertThat(fixture.memory.content(out))
                .isEqualTo(fixture.sources.get(S3Uri.parse("s3://more/large.log")));

        extract(fixture, "more/large.log", output);
        assertThatThrownBy(() -> extract(fixture, "more/one", output))
                .isInstanceOf(OutputExistsException.class)
                .hasMessageContaining("s3://zips/out.log");
        extract(fixture, "more/one", output + ",\"overwrite\":true");
        assertThat(fixture.memory.content(out)).containsExactly(7);
    }

    @Test
    void anAnswerFitsIntoAResponse() {
        assertThat(Base64.getEncoder().encode(new byte[Compressor.MAX_CONTENT]).length)
                .isBetween(6_200_000, (6 << 20) - 10_000);
    }

    @Test
    void nearbyNamesAreSuggestedForOneThatIsNotThere() throws IOException {
        Fixture fixture = Fixture.ofMany();
        fixture.compress();
        assertThatThrownBy(() -> extract(fixture, "2026/02/06/033.log", ""))
                .isInstanceOf(EntryNotFoundException.class)
                .hasMessageStartingWith(
                        "s3://zips/day.zip has no entry \"2026/02/06/033.log\" among its 305; most alike"
                                + " are [logs/2026/02/06/033.log, ");
    }

    @Test
    void anArchiveThatHasToBeRestoredIsNamed() throws IOException {
        Fixture fixture = Fixture.ofFew();
        fixture.compress();
        byte[] archive = fixture.archive();
        CreateOptions frozen =
                new CreateOptions(
                        "application/zip",
                        "DEEP_ARCHIVE",
                        Map.of(),
                        CreateOptions.MIN_PART_SIZE,
                        false);
        try (ObjectWriter out = fixture.memory.create(Fixture.ARCHIVE, frozen)) {
            out.write(archive);
            out.commit();
        }
        assertThatThrownBy(() -> extract(fixture, "logs/few/0", ""))
                .isInstanceOf(ArchiveUnreadableException.class)
                .hasMessageContaining("s3://zips/day.zip")
                .hasMessageContaining("restore");
        assertThatThrownBy(fixture::compress).isInstanceOf(OutputExistsException.class);
        fixture.memory.restore(Fixture.ARCHIVE);
        assertThat(extract(fixture, "logs/few/0", "").answer()).containsEntry("status", "success");
    }

    @Test
    void whatIsNoArchiveOrIsDamagedIsNamed() throws IOException {
        Fixture fixture = Fixture.ofFew();
        assertThatThrownBy(() -> extract(fixture, "x", ""))
                .isInstanceOf(ArchiveUnreadableException.class)
                .hasMessageContaining("s3://zips/day.zip");
        fixture.memory.put(Fixture.ARCHIVE, "text".repeat(100).getBytes(UTF_8));
        assertThatThrownBy(() -> extract(fixture, "x", ""))
                .isInstanceOf(ArchiveInvalidException.class)
                .hasMessageContaining("s3://zips/day.zip");
    }
}
