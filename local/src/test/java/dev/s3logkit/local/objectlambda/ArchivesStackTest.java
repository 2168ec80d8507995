package dev.s3logkit.local.objectlambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.local.lambda.Tuning;
import dev.s3logkit.local.stack.LocalAws;
import dev.s3logkit.local.stack.LocalAwsOptions;
import dev.s3logkit.local.stack.ProjectTemplate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/// The functions that serve archives, from their zip, wired as `template.yaml` says, asked by real
/// clients: the SDK always, the AWS command line where it is installed. Left out where the zips
/// were not built before.
class ArchivesStackTest {

    private static final String ARCHIVES = "s3logkit-archives-000000000000-us-east-1";
    private static final String ACCESS_POINT = "s3logkit-archives";
    private static final int LARGE = 12_000_000;
    private static final NavigableMap<String, byte[]> FILES = new TreeMap<>();

    private static LocalAws aws;
    private static String keyId = "";
    private static String secret = "";

    /// Ways to the archives for clients of S3.
    enum Way {
        URL,
        ACCESS_POINT;

        S3Client client() {
            return this == URL
                    ? ArchivesStackTest.client(url("ArchivesS3Function"), keyId, secret)
                    : ArchivesStackTest.client(aws.objectLambdaEndpoint(), "local", "local");
        }

        String bucket() {
            return this == URL ? "archives" : ArchivesStackTest.ACCESS_POINT;
        }
    }

    @BeforeAll
    static void start() throws Exception {
        aws =
                LocalAws.start(
                        LocalAwsOptions.of(ProjectTemplate.withZips())
                                .withParameters(
                                        Map.of(
                                                "ServeS3Clients", "true",
                                                "UseObjectLambda", "true",
                                                "ArchiveMap",
                                                        "2024|s3://" + ARCHIVES + "/tree.zip"))
                                .withoutSchedules()
                                .withTuning(Tuning.quick(Duration.ofMillis(100))));
        Map<String, Object> keys = JSON.std.mapFrom(aws.secrets().values().iterator().next());
        keyId = keys.keySet().iterator().next();
        secret = String.valueOf(keys.get(keyId));
        FILES.put("2024/a b.txt", "space".getBytes(UTF_8));
        FILES.put("2024/a+b%.txt", "plus".getBytes(UTF_8));
        FILES.put("2024/\u00e9t\u00e9/\u65e5\u672c.txt", "unicode".getBytes(UTF_8));
        for (int i = 0; i < 12; i++) {
            FILES.put("2024/logs/%02d/access.log".formatted(i), ("line " + i).getBytes(UTF_8));
        }
        byte[] large = new byte[LARGE];
        new Random(3).nextBytes(large);
        FILES.put("2024/large.bin", large);
        aws.s3().putObject(b -> b.bucket(ARCHIVES).key("tree.zip"), RequestBody.fromBytes(zip()));
        aws.s3()
                .putObject(
                        b -> b.bucket(ARCHIVES).key("plain/report.csv"),
                        RequestBody.fromString("a,b"));
    }

    @AfterAll
    static void stop() throws Exception {
        if (aws != null) {
            aws.close();
        }
    }

    private static byte[] zip() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> file : FILES.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey().substring("2024/".length())));
                zip.write(file.getValue());
            }
        }
        return out.toByteArray();
    }

    private static URI url(String function) {
        return aws.functionUrls().get(function);
    }

    private static S3Client client(URI endpoint, String id, String key) {
        return S3Client.builder()
                .endpointOverride(endpoint)
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(id, key)))
                .build();
    }

    @ParameterizedTest
    @EnumSource
    void theSdkListsEveryFileByPagesOfAnySize(Way way) {
        try (S3Client s3 = way.client()) {
            for (int size : new int[] {1, 7, 1000}) {
                assertThat(
                                s3
                                        .listObjectsV2Paginator(
                                                b ->
                                                        b.bucket(way.bucket())
                                                                .prefix("2024/")
                                                                .maxKeys(size))
                                        .contents()
                                        .stream()
                                        .map(S3Object::key)
                                        .toList())
                        .containsExactlyElementsOf(inOrder());
            }
            assertThat(
                            s3
                                    .listObjectsV2Paginator(
                                            b ->
                                                    b.bucket(way.bucket())
                                                            .prefix("2024/logs/")
                                                            .delimiter("/")
                                                            .maxKeys(5))
                                    .commonPrefixes()
                                    .stream()
                                    .toList())
                    .hasSize(12);
        }
    }

    private static List<String> inOrder() {
        return FILES.keySet().stream()
                .sorted(
                        (a, b) ->
                                java.util.Arrays.compareUnsigned(
                                        a.getBytes(UTF_8), b.getBytes(UTF_8)))
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void theSdkGetsFilesAndRanges(Way way) {
        try (S3Client s3 = way.client()) {
            for (String key :
                    List.of(
                            "2024/a b.txt",
                            "2024/a+b%.txt",
                            "2024/\u00e9t\u00e9/\u65e5\u672c.txt")) {
                assertThat(s3.getObjectAsBytes(b -> b.bucket(way.bucket()).key(key)).asByteArray())
                        .isEqualTo(FILES.get(key));
            }
            byte[] part =
                    s3.getObjectAsBytes(
                                    b ->
                                            b.bucket(way.bucket())
                                                    .key("2024/large.bin")
                                                    .range("bytes=5000000-8999999"))
                            .asByteArray();
            assertThat(part)
                    .isEqualTo(
                            java.util.Arrays.copyOfRange(
                                    FILES.get("2024/large.bin"), 5_000_000, 9_000_000));
            assertThatThrownBy(
                            () -> s3.getObjectAsBytes(b -> b.bucket(way.bucket()).key("2024/none")))
                    .isInstanceOf(NoSuchKeyException.class);
        }
    }

    @Test
    void theAccessPointStreamsWhatIsLargerThanAnAnswerOfLambda() {
        try (S3Client s3 = Way.ACCESS_POINT.client()) {
            assertThat(
                            s3.getObjectAsBytes(b -> b.bucket(ACCESS_POINT).key("2024/large.bin"))
                                    .asByteArray())
                    .isEqualTo(FILES.get("2024/large.bin"));
            HeadObjectResponse head =
                    s3.headObject(b -> b.bucket(ACCESS_POINT).key("2024/large.bin"));
            assertThat(head.contentLength()).isEqualTo(LARGE);
            assertThat(head.eTag()).endsWith("-1\"");
        }
    }

    @Test
    void theAccessPointPassesOnWhatIsBesideTheArchives() {
        try (S3Client s3 = Way.ACCESS_POINT.client()) {
            assertThat(
                            s3.getObjectAsBytes(b -> b.bucket(ACCESS_POINT).key("plain/report.csv"))
                                    .asUtf8String())
                    .isEqualTo("a,b");
            assertThat(
                            s3.headObject(b -> b.bucket(ACCESS_POINT).key("plain/report.csv"))
                                    .contentLength())
                    .isEqualTo(3);
            assertThat(s3.listObjectsV2(b -> b.bucket(ACCESS_POINT).prefix("plain/")).contents())
                    .extracting(S3Object::key)
                    .containsExactly("plain/report.csv");
            s3.putObject(
                    b -> b.bucket(ACCESS_POINT).key("plain/new.csv"), RequestBody.fromString("c"));
            assertThat(
                            aws.s3()
                                    .getObjectAsBytes(b -> b.bucket(ARCHIVES).key("plain/new.csv"))
                                    .asUtf8String())
                    .isEqualTo("c");
        }
    }

    @Test
    void theUrlTellsAnS3ClientToAskForLess() {
        try (S3Client s3 = Way.URL.client()) {
            assertThatThrownBy(
                            () ->
                                    s3.getObjectAsBytes(
                                            b -> b.bucket("archives").key("2024/large.bin")))
                    .isInstanceOf(S3Exception.class)
                    .hasMessageContaining("multipart_threshold 4MB")
                    .hasMessageContaining("multipart_chunksize 4MB");
        }
    }

    @Test
    void theUrlRefusesOtherKeysAndSecrets() {
        try (S3Client wrong = client(url("ArchivesS3Function"), keyId, "another-secret");
                S3Client unknown = client(url("ArchivesS3Function"), "OTHERKEY", secret)) {
            assertThatThrownBy(
                            () ->
                                    wrong.getObjectAsBytes(
                                            b -> b.bucket("archives").key("2024/a b.txt")))
                    .isInstanceOfSatisfying(
                            S3Exception.class,
                            e ->
                                    assertThat(e.awsErrorDetails().errorCode())
                                            .isEqualTo("SignatureDoesNotMatch"));
            assertThatThrownBy(() -> unknown.listObjectsV2(b -> b.bucket("archives")))
                    .isInstanceOfSatisfying(
                            S3Exception.class,
                            e ->
                                    assertThat(e.awsErrorDetails().errorCode())
                                            .isEqualTo("InvalidAccessKeyId"));
        }
    }

    @Test
    void theUrlRenamesContentLengthOfHeadAsLambdaMay() throws Exception {
        HttpResponse<byte[]> head = send("HEAD", presigned("2024/large.bin", "HEAD"));
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("x-amzn-remapped-content-length"))
                .contains(Integer.toString(LARGE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024/a b.txt", "2024/large.bin"})
    void aBrowserFollowsAPresignedUrlToContentOfAnySize(String key) throws Exception {
        for (int time = 0; time < 2; time++) {
            HttpResponse<byte[]> response = send("GET", presigned(key, "GET"));
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).isEqualTo(FILES.get(key));
        }
    }

    private static URI presigned(String key, String method) throws Exception {
        try (S3Presigner presigner =
                S3Presigner.builder()
                        .endpointOverride(url("ArchivesS3Function"))
                        .region(Region.US_EAST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create(keyId, secret)))
                        .serviceConfiguration(
                                S3Configuration.builder().pathStyleAccessEnabled(true).build())
                        .build()) {
            Duration valid = Duration.ofMinutes(5);
            return method.equals("GET")
                    ? presigner
                            .presignGetObject(
                                    p ->
                                            p.signatureDuration(valid)
                                                    .getObjectRequest(
                                                            b -> b.bucket("archives").key(key)))
                            .url()
                            .toURI()
                    : presigner
                            .presignHeadObject(
                                    p ->
                                            p.signatureDuration(valid)
                                                    .headObjectRequest(
                                                            b -> b.bucket("archives").key(key)))
                            .url()
                            .toURI();
        }
    }

    private static HttpResponse<byte[]> send(String method, URI uri) throws Exception {
        try (HttpClient http =
                HttpClient.newBuilder().followRedirects(HttpClient.Redirect.ALWAYS).build()) {
            return http.send(
                    HttpRequest.newBuilder(uri)
                            .method(method, HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    @Test
    void theUrlOfIamTakesWhatIsSignedForLambdaAndNothingElse() throws Exception {
        URI uri = url("ArchivesFunction").resolve("/archives/2024/a%20b.txt");
        assertThat(send("GET", uri).statusCode()).isEqualTo(403);
        SdkHttpRequest signed =
                AwsV4HttpSigner.create()
                        .sign(
                                s ->
                                        s.identity(AwsCredentialsIdentity.create("local", "local"))
                                                .request(
                                                        SdkHttpRequest.builder()
                                                                .method(SdkHttpMethod.GET)
                                                                .uri(uri)
                                                                .build())
                                                .putProperty(
                                                        AwsV4HttpSigner.SERVICE_SIGNING_NAME,
                                                        "lambda")
                                                .putProperty(
                                                        AwsV4HttpSigner.REGION_NAME, "us-east-1"))
                        .request();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(uri);
            signed.headers()
                    .forEach(
                            (name, values) -> {
                                if (!name.equalsIgnoreCase("host")) {
                                    request.header(name, values.getFirst());
                                }
                            });
            HttpResponse<String> response =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).isEqualTo("space");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theCommandLineListsCopiesAndSyncs(Way way, @TempDir Path folder) throws Exception {
        assumeThat(aws(way, folder, "--version")).isNotEqualTo("missing");
        String bucket = "s3://" + way.bucket();
        assertThat(aws(way, folder, "s3", "ls", bucket + "/2024/"))
                .contains("PRE logs/", "a b.txt", "a+b%.txt", "12000000 large.bin");
        assertThat(aws(way, folder, "s3", "ls", "--recursive", bucket + "/2024/logs/").lines())
                .hasSize(12);
        aws(way, folder, "s3", "cp", bucket + "/2024/a b.txt", "small");
        assertThat(folder.resolve("small")).hasContent("space");
        assertThat(aws(way, folder, "s3", "cp", bucket + "/2024/logs/03/access.log", "-"))
                .isEqualTo("line 3");
        String first = aws(way, folder, "s3", "sync", "--no-progress", bucket + "/2024/", "copy");
        assertThat(first.lines()).hasSize(FILES.size());
        assertThat(Files.readAllBytes(folder.resolve("copy/large.bin")))
                .isEqualTo(FILES.get("2024/large.bin"));
        assertThat(aws(way, folder, "s3", "sync", "--no-progress", bucket + "/2024/", "copy"))
                .isEmpty();
    }

    private static String aws(Way way, Path folder, String... arguments) throws Exception {
        Path config = folder.resolve("config");
        Files.writeString(
                config,
                """
                [default]
                region = us-east-1
                s3 =
                  multipart_threshold = 4MB
                  multipart_chunksize = 4MB
                  addressing_style = path
                """);
        List<String> command = new java.util.ArrayList<>(List.of("aws"));
        boolean version = arguments[0].equals("--version");
        if (!version) {
            URI endpoint = way == Way.URL ? url("ArchivesS3Function") : aws.objectLambdaEndpoint();
            command.addAll(List.of("--endpoint-url", endpoint.toString()));
        }
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        Map<String, String> environment = new HashMap<>();
        environment.put("AWS_CONFIG_FILE", config.toString());
        environment.put("AWS_ACCESS_KEY_ID", way == Way.URL ? keyId : "local");
        environment.put("AWS_SECRET_ACCESS_KEY", way == Way.URL ? secret : "local");
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
        environment.put("LC_ALL", "C.UTF-8");
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        builder.environment().putAll(environment);
        Path errors = folder.resolve("errors");
        builder.redirectError(errors.toFile());
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return "missing";
        }
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(new TreeSet<>(List.of(arguments)) + " " + Files.readString(errors))
                .isZero();
        return out;
    }
}
