package dev.s3logkit.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.s3logkit.local.template.FunctionSpec;
import dev.s3logkit.local.template.Template;
import dev.s3logkit.local.template.TemplateSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is deployed: small, complete for both processors, and nothing that no function needs.
class DeployedZipsTest {

    private static final long MEGABYTE = 1_000_000;

    static Stream<Path> zips() throws IOException {
        return functions().map(FunctionSpec::codeUri).distinct();
    }

    private static Stream<FunctionSpec> functions() throws IOException {
        Map<String, String> all = Map.of("ServeS3Clients", "true", "UseObjectLambda", "true");
        return Template.read(
                ProjectTemplate.withZips(),
                new TemplateSettings("kit", "eu-west-1", "000000000000", "http://127.0.0.1:9", all))
                .functions()
                .stream();
    }

    @ParameterizedTest
    @MethodSource("zips")
    void aZipIsAtMost25MegabytesSinceEachStartLoadsIt(Path zip) throws IOException {
        assertThat(Files.size(zip)).isLessThanOrEqualTo(25 * MEGABYTE);
        try (ZipFile file = new ZipFile(zip.toFile())) {
            assertThat(file.stream().mapToLong(ZipEntry::getSize).sum())
                    .isLessThanOrEqualTo(250 * MEGABYTE);
        }
    }

    @ParameterizedTest
    @MethodSource("zips")
    void nativeCodeIsThereForBothProcessorsOfLambdaAndForNoOther(Path zip) throws IOException {
        List<String> natives =
                names(zip).filter(name -> name.matches(".*\\.(so|dll|dylib|jnilib)$")).toList();

        assertThat(natives)
                .allMatch(name -> name.matches("(aircompressor/)?linux[-/](amd64|aarch64)/.*"));
        for (String library : List.of("libzstd-jni", "libdeflate", "liblz4")) {
            assertThat(natives).filteredOn(name -> name.contains("/" + library)).hasSize(2);
        }
    }

    @ParameterizedTest
    @MethodSource("zips")
    void nothingIsInAZipThatOnlyTestsOrTheCommandLineNeed(Path zip) throws IOException {
        assertThat(names(zip))
                .noneMatch(name -> name.matches(".*(junit|jqwik|assertj|picocli|netty|-tests).*"));
    }

    @ParameterizedTest
    @MethodSource("zips")
    void everyHandlerOfTheTemplateIsInItsZip(Path zip) throws IOException {
        List<String> expected = new ArrayList<>();
        functions()
                .filter(function -> function.codeUri().equals(zip))
                .map(function -> function.handler().split("::", -1)[0])
                .forEach(handler -> expected.add(handler.replace('.', '/') + ".class"));

        assertThat(names(zip)).containsAll(expected);
    }

    private static Stream<String> names(Path zip) throws IOException {
        try (ZipFile file = new ZipFile(zip.toFile())) {
            return file.stream().map(ZipEntry::getName).toList().stream();
        }
    }
}
