package dev.s3logkit.objectlambda.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.s3logkit.objectlambda.fixture.SampleTree;
import dev.s3logkit.objectlambda.fixture.TestBucket;
import dev.s3logkit.objectlambda.fixture.TestBucket.Response;
import dev.s3logkit.objectlambda.fixture.Zips;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListingSemanticsTest {

    @TempDir private Path cache;
    private TestBucket test;

    @BeforeEach
    void open() throws Exception {
        test =
                new TestBucket(cache)
                        .store("a.zip", Zips.of(SampleTree.files().objects()))
                        .map("v", "a.zip");
    }

    @AfterEach
    void close() {
        test.close();
    }

    private Response list(String... parameters) throws Exception {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            map.put(parameters[i], parameters[i + 1]);
        }
        return test.ask("GET", "", map);
    }

    @Test
    void versionTwoHasItsElements() throws Exception {
        String xml =
                list(
                                "list-type", "2",
                                "prefix", "v/a",
                                "delimiter", "/",
                                "start-after", "v/a-",
                                "max-keys", "2",
                                "fetch-owner", "true",
                                "encoding-type", "url")
                        .text();
        assertThat(xml)
                .contains(
                        "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">",
                        "<Name>archives</Name>",
                        "<Prefix>v/a</Prefix>",
                        "<StartAfter>v/a-</StartAfter>",
                        "<KeyCount>2</KeyCount>",
                        "<MaxKeys>2</MaxKeys>",
                        "<Delimiter>/</Delimiter>",
                        "<EncodingType>url</EncodingType>",
                        "<IsTruncated>true</IsTruncated>",
                        "<NextContinuationToken>",
                        "<Key>v/a-b</Key><LastModified>2026-03-04T05:06:08.000Z</LastModified>",
                        "<Size>23</Size><Owner><ID>s3logkit</ID></Owner>",
                        "<StorageClass>STANDARD</StorageClass>")
                .doesNotContain("<Marker", "<ContinuationToken", "NextMarker");
    }

    @Test
    void versionOneHasItsElements() throws Exception {
        String xml = list("delimiter", "/", "prefix", "v/", "max-keys", "3").text();
        assertThat(xml)
                .contains(
                        "<Marker/>",
                        "<NextMarker>v/a/</NextMarker>",
                        "<Owner>",
                        "<CommonPrefixes><Prefix>v/a/</Prefix></CommonPrefixes>")
                .doesNotContain("KeyCount", "StartAfter", "Token");
        assertThat(list("prefix", "v/", "max-keys", "3").text())
                .as("without a delimiter the last key is the next marker")
                .contains("<IsTruncated>true</IsTruncated>")
                .doesNotContain("NextMarker");
    }

    @Test
    void keysAreEncodedWhenThatIsAsked() throws Exception {
        String encoded = list("list-type", "2", "prefix", "v/odd/", "encoding-type", "url").text();
        assertThat(encoded)
                .contains(
                        "<Key>v/odd/a+b.txt</Key>",
                        "<Key>v/odd/a%2Bb.txt</Key>",
                        "<Key>v/odd/a%252Fb.txt</Key>",
                        "<Key>v/odd/line%0Abreak</Key>",
                        "<Key>v/odd/%F0%9F%98%80</Key>");
        String plain = list("list-type", "2", "prefix", "v/odd/").text();
        assertThat(plain)
                .contains(
                        "<Key>v/odd/a+b.txt</Key>",
                        "<Key>v/odd/a&amp;&lt;b&gt;&quot;'.txt</Key>",
                        "<Key>v/odd/line\nbreak</Key>");
    }

    @Test
    void noKeysAreNoPage() throws Exception {
        String xml = list("list-type", "2", "max-keys", "0").text();
        assertThat(xml)
                .contains("<KeyCount>0</KeyCount>", "<IsTruncated>false</IsTruncated>")
                .doesNotContain("<Contents>", "Token");
    }

    @ParameterizedTest
    @CsvSource({
        "max-keys, x",
        "max-keys, -1",
        "max-keys, 99999999999",
        "encoding-type, base64",
        "list-type, 3",
        "continuation-token, ''",
        "continuation-token, made-up",
        "continuation-token, '!'",
        "continuation-token, AAAAAAAAAAAAAAAAAAAAAAAA",
    })
    void whatCannotBeUsedIsAnInvalidArgument(String name, String value) throws Exception {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("list-type", "2");
        parameters.put(name, value);
        Response got = test.ask("GET", "", parameters);
        assertThat(got.status()).isEqualTo(400);
        assertThat(got.text())
                .contains(
                        "<Code>InvalidArgument</Code>",
                        "<ArgumentName>" + name + "</ArgumentName>");
    }

    @Test
    void moreThanAThousandKeysAreAThousand() throws Exception {
        assertThat(list("max-keys", "5000").text()).contains("<MaxKeys>1000</MaxKeys>");
    }

    @Test
    void aMappedPrefixIsAFolderWithoutALookIntoItsArchive() throws Exception {
        test.map("logs/2026/a", "missing.zip").map("logs/2026/b", "missing.zip").map("z", "none");
        assertThat(list("delimiter", "/").text())
                .contains("<Prefix>logs/</Prefix>", "<Prefix>v/</Prefix>", "<Prefix>z/</Prefix>");
        assertThat(list("delimiter", "/", "prefix", "logs/2026/").text())
                .contains("<Prefix>logs/2026/a/</Prefix>", "<Prefix>logs/2026/b/</Prefix>");
        assertThat(test.store().requests().get()).isZero();
    }

    @Test
    void oneArchiveMayBeBehindSeveralPrefixes() throws Exception {
        test.map("v/a/again", "a.zip");
        assertThat(list("prefix", "v/a/", "list-type", "2").text())
                .contains("<Key>v/a/again/a/x.log</Key>", "<Key>v/a/x.log</Key>");
        assertThat(test.get("v/a/again/a0").headers().get("etag"))
                .isEqualTo(test.get("v/a0").headers().get("etag"));
    }

    @Test
    void emptyFoldersAreNotListed() throws Exception {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("hollow/", new byte[0]);
        files.put("hollow/inner/", new byte[0]);
        files.put("full/file", new byte[1]);
        test.store("b.zip", Zips.of(files)).map("w", "b.zip");
        assertThat(list("prefix", "w/", "delimiter", "/").text())
                .contains("<Prefix>w/full/</Prefix>")
                .doesNotContain("hollow");
        assertThat(list("prefix", "w/").text()).contains("w/full/file").doesNotContain("hollow");
        assertThat(test.get("w/hollow/").status()).isEqualTo(404);
    }
}
