package dev.s3logkit.local.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/// The version of this build, and of the Java that runs it.
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() throws IOException {
        Properties properties = new Properties();
        try (InputStream in =
                Objects.requireNonNull(Version.class.getResourceAsStream("version.properties"))) {
            properties.load(in);
        }
        return new String[] {
            "s3logkit %s (Java %s)"
                    .formatted(properties.getProperty("version"), Runtime.version().toString())
        };
    }
}
