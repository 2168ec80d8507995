package dev.s3logkit.objectlambda.signature;

import static dev.s3logkit.objectlambda.signature.SdkRequests.KEY_ID;
import static dev.s3logkit.objectlambda.signature.SdkRequests.REGION;
import static dev.s3logkit.objectlambda.signature.SdkRequests.SECRET;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.common.archive.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/// Requests signed by the SDK and by botocore, as they are and with something changed.
class SignatureCheckTest {

    private static final SignatureCheck CHECK =
            new SignatureCheck(id -> id.equals(KEY_ID) ? SECRET : null, REGION, Clock.systemUTC());

    private static Verdict check(SignedRequest request) {
        try {
            return CHECK.check(request);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain.txt",
                "with space/a b.txt",
                "plus+plus",
                "100%",
                "%2F",
                "//two//slashes/",
                "./dot/../dots",
                "ünïcödé/日本/😀",
                "new\nline",
                "!*'();:@&=$,?#[]~-_.",
                "~tilde",
                "back\\slash\"quote"
            })
    void acceptsWhatTheSdkSignsForEveryKindOfKey(String key) {
        assertThat(check(SdkRequests.of(s3 -> s3.getObject(b -> b.bucket("archives").key(key)))))
                .isEqualTo(new Verdict.Accepted(KEY_ID));
        assertThat(check(SdkRequests.presigned(key, Duration.ofHours(1))))
                .isEqualTo(new Verdict.Accepted(KEY_ID));
    }

    @Test
    void acceptsRangesConditionsListingsAndBodies() {
        Delete one = Delete.builder().objects(ObjectIdentifier.builder().key("k").build()).build();
        List<SignedRequest> requests =
                List.of(
                        SdkRequests.of(
                                s3 ->
                                        s3.getObject(
                                                b ->
                                                        b.bucket("archives")
                                                                .key("k")
                                                                .range("bytes=0-9")
                                                                .ifMatch("\"e\""))),
                        SdkRequests.of(s3 -> s3.headObject(b -> b.bucket("archives").key("k"))),
                        SdkRequests.of(
                                s3 ->
                                        s3.listObjectsV2(
                                                b ->
                                                        b.bucket("archives")
                                                                .prefix("a b/ü+%")
                                                                .delimiter("/")
                                                                .continuationToken("t==+/"))),
                        SdkRequests.of(
                                s3 -> s3.deleteObjects(b -> b.bucket("archives").delete(one))),
                        SdkRequests.of(
                                s3 ->
                                        s3.putObject(
                                                b -> b.bucket("archives").key("k"),
                                                RequestBody.fromString("body"))));
        assertThat(requests)
                .extracting(SignatureCheckTest::check)
                .containsOnly(new Verdict.Accepted(KEY_ID));
    }

    @Test
    void acceptsWhatBotocoreSignsInHeadersAndInUrls(@TempDir Path folder) throws Exception {
        Path script = folder.resolve("sign.py");
        try (var in = SignatureCheckTest.class.getResourceAsStream("sign.py")) {
            Files.write(script, in.readAllBytes());
        }
        String lines =
                new String(
                        Programs.run(
                                folder,
                                "python3",
                                script.toString(),
                                KEY_ID,
                                SECRET,
                                REGION,
                                SdkRequests.ENDPOINT.toString()),
                        UTF_8);
        org.junit.jupiter.api.Assumptions.assumeFalse(
                lines.startsWith("no botocore"), "botocore is not installed");
        List<String> requests = lines.lines().toList();
        assertThat(requests).hasSizeGreaterThan(20);
        for (String line : requests) {
            Map<String, Object> json = JSON.std.mapFrom(line);
            Map<String, String> headers = new HashMap<>();
            ((Map<?, ?>) json.get("headers"))
                    .forEach((name, value) -> headers.put("" + name, "" + value));
            SignedRequest request =
                    new SignedRequest(
                            "" + json.get("method"),
                            "" + json.get("path"),
                            "" + json.get("query"),
                            headers,
                            new byte[0]);
            assertThat(check(request)).as(line).isEqualTo(new Verdict.Accepted(KEY_ID));
        }
    }

    @Property(tries = 300)
    void refusesASignatureWithAnyDigitChanged(
            @ForAll boolean presigned, @ForAll @IntRange(max = 63) int place, @ForAll char digit) {
        SignedRequest request = request(presigned);
        String text =
                presigned ? request.query() : request.headers().getOrDefault("authorization", "");
        int at = text.indexOf("Signature=") + "Signature=".length() + place;
        char replacement = "0123456789abcdef".charAt(digit % 16);
        if (text.charAt(at) == replacement) {
            replacement = replacement == '0' ? '1' : '0';
        }
        String changed = text.substring(0, at) + replacement + text.substring(at + 1);
        SignedRequest forged =
                presigned
                        ? with(request, request.path(), changed)
                        : withHeader(request, "authorization", changed);
        assertThat(code(forged)).isEqualTo("SignatureDoesNotMatch");
    }

    @Property(tries = 300)
    void refusesEverythingThatDiffersFromWhatWasSigned(
            @ForAll boolean presigned, @ForAll("changes") Change change) {
        SignedRequest request = request(presigned);
        assertThat(check(request)).isInstanceOf(Verdict.Accepted.class);
        assertThat(code(change.of(request))).isEqualTo("SignatureDoesNotMatch");
    }

    @Provide
    Arbitrary<Change> changes() {
        Arbitrary<String> word = Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1);
        return Arbitraries.oneOf(
                word.map(w -> r -> with(r, r.path() + w, r.query())),
                word.map(w -> r -> with(r, "/" + w + r.path(), r.query())),
                word.map(w -> r -> with(r, r.path(), r.query() + "&" + w + "=1")),
                word.map(w -> r -> withHeader(r, "host", w + "." + r.headers().get("host"))),
                Arbitraries.of("HEAD", "PUT", "DELETE", "POST")
                        .map(
                                method ->
                                        r ->
                                                new SignedRequest(
                                                        method,
                                                        r.path(),
                                                        r.query(),
                                                        r.headers(),
                                                        r.body())));
    }

    /// Changes a request.
    interface Change {
        SignedRequest of(SignedRequest request);
    }

    @Property(tries = 500)
    void endsWithAVerdictWhateverIsSent(
            @ForAll String authorization, @ForAll String query, @ForAll String path) {
        Map<String, String> headers = new TreeMap<>();
        headers.put("host", "h");
        if (!authorization.isEmpty()) {
            headers.put("authorization", "AWS4-HMAC-SHA256 " + authorization);
        }
        assertThat(check(new SignedRequest("GET", path, query, headers, new byte[0])))
                .isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void takesAnotherSpellingOfTheSamePathAndQueryForTheSame() {
        SignedRequest request =
                SdkRequests.of(
                        s3 ->
                                s3.getObject(
                                        b -> b.bucket("archives").key("a~b c").versionId("1 2")));
        assertThat(request.path()).isEqualTo("/archives/a~b%20c");
        assertThat(
                        check(
                                with(
                                        request,
                                        "/archives/a%7eb%20%63",
                                        request.query().replace("%20", "+"))))
                .isInstanceOf(Verdict.Accepted.class);
    }

    private static final SignedRequest SIGNED =
            SdkRequests.of(s3 -> s3.getObject(b -> b.bucket("archives").key("a/b").versionId("v")));
    private static final SignedRequest PRESIGNED =
            SdkRequests.presigned("a/b", Duration.ofHours(1));

    private static SignedRequest request(boolean presigned) {
        return presigned ? PRESIGNED : SIGNED;
    }

    static String code(SignedRequest request) {
        return check(request) instanceof Verdict.Refused refused ? refused.code() : "accepted";
    }

    static SignedRequest with(SignedRequest r, String path, String query) {
        return new SignedRequest(r.method(), path, query, r.headers(), r.body());
    }

    static SignedRequest withHeader(SignedRequest r, String name, String value) {
        Map<String, String> headers = new HashMap<>(r.headers());
        headers.put(name, value);
        return new SignedRequest(r.method(), r.path(), r.query(), headers, r.body());
    }
}
