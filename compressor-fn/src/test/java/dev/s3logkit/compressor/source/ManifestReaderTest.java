package dev.s3logkit.compressor.source;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.s3logkit.compressor.failure.ManifestException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestReaderTest {

    /// The URLs of a manifest that arrives in pieces of this size.
    private static List<String> read(byte[] manifest, int piece) throws IOException {
        InputStream in =
                new FilterInputStream(new ByteArrayInputStream(manifest)) {
                    @Override
                    public int read(byte[] into, int at, int length) throws IOException {
                        return super.read(into, at, Math.min(length, piece));
                    }
                };
        List<String> urls = new ArrayList<>();
        ManifestReader.read(in, "s3://lists/m.txt", url -> urls.add(url.toString()));
        return urls;
    }

    private static List<String> read(String manifest) throws IOException {
        List<String> urls = read(manifest.getBytes(UTF_8), Integer.MAX_VALUE);
        assertThat(read(manifest.getBytes(UTF_8), 1)).isEqualTo(urls);
        return urls;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://one/a\ns3://one/b/\ns3://two/\n",
                "s3://one/a\r\ns3://one/b/\r\ns3://two/\r\n",
                "s3://one/a\ns3://one/b/\ns3://two/",
                "\ufeffs3://one/a\n\n  \t\r\n\ns3://one/b/\n   \ns3://two/\r\n\r\n"
            })
    void readsOneUrlOfEachLineThatIsNotBlank(String manifest) throws IOException {
        assertThat(read(manifest)).containsExactly("s3://one/a", "s3://one/b/", "s3://two/");
    }

    @Test
    void keepsKeysAsTheyStand() throws IOException {
        assertThat(read("s3://one/a b +%20 \ns3://one/ü/日本/😀\ns3://one//x/../y\r\r\n"))
                .containsExactly("s3://one/a b +%20 ", "s3://one/ü/日本/😀", "s3://one//x/../y\r");
    }

    @Test
    void passesOnWhatIsNamedTwice() throws IOException {
        assertThat(read("s3://one/a\ns3://one/a\n")).hasSize(2);
    }

    @Test
    void nothingIsInAnEmptyManifestNorInOneOfBlanks() throws IOException {
        assertThat(read("")).isEmpty();
        assertThat(read("\n\r\n \n\t\n")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    s3://one/a;one/b          | line 2: 'one/b' is not an S3 URL: expected s3://bucket/key
                    s3://one/a;;;s3://two     | line 4 names a bucket; all of its objects are s3://two/
                    " s3://one/a"             | line 1: ' s3://one/a' is not an S3 URL
                    S3://one/a                | line 1: 'S3://one/a' is not an S3 URL
                    s3:///a                   | line 1: bucket name ''
                    s3://a/b                  | line 1: bucket name 'a'
                    "url;s3://one/a"          | line 1: 'url' is not an S3 URL
                    """)
    void aLineThatIsNoUrlIsNamedByItsNumber(String lines, String message) {
        assertThatThrownBy(() -> read(lines.replace(';', '\n')))
                .isInstanceOf(ManifestException.class)
                .hasMessageStartingWith("s3://lists/m.txt: " + message);
    }

    @Test
    void aLineThatIsNotUtf8IsNamedByItsNumber() throws IOException {
        ByteArrayOutputStream manifest = new ByteArrayOutputStream();
        manifest.writeBytes("s3://one/a\n\ns3://one/".getBytes(UTF_8));
        manifest.writeBytes(new byte[] {(byte) 0xc3, '(', '\n'});
        for (int piece : new int[] {1, 7, 1000}) {
            assertThatThrownBy(() -> read(manifest.toByteArray(), piece))
                    .isInstanceOf(ManifestException.class)
                    .hasMessageStartingWith("s3://lists/m.txt: line 3 is not UTF-8");
        }
        assertThatThrownBy(() -> read("s3://one/é\n".getBytes(UTF_16LE), 99))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("line 1");
    }

    @Test
    void aLineWithoutEndIsNotHeldInMemory() {
        InputStream endless =
                new InputStream() {
                    @Override
                    public int read() {
                        return 'x';
                    }
                };
        assertThatThrownBy(() -> ManifestReader.read(endless, "m", url -> {}))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("line 1 is longer than 4,096 bytes");
        assertThatThrownBy(() -> read("s3://one/" + "k".repeat(1025)))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("key of 1025 bytes");
    }

    @Test
    void theVisitorsFailureEndsTheReading() {
        assertThatThrownBy(
                        () ->
                                ManifestReader.read(
                                        new ByteArrayInputStream("s3://one/a".getBytes(UTF_8)),
                                        "m",
                                        url -> {
                                            throw new IOException("enough of " + url.key());
                                        }))
                .hasMessage("enough of a");
    }
}
