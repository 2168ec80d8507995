package dev.s3logkit.local.testfunction;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.joda.time.DateTime;

/// Makes a deployment zip of the functions in this package.
public final class FunctionZip {

    private FunctionZip() {}

    public static Path create(Path zip) {
        try (OutputStream file = Files.newOutputStream(zip);
                ZipOutputStream out = new ZipOutputStream(file)) {
            addClass(out, RecordingHandler.class);
            addClass(out, StreamHandler.class);
            addClass(out, UrlHandler.class);
            addJar(out, SQSEvent.class);
            // Lambda's serialisation of events wants it.
            addJar(out, DateTime.class);
            return zip;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void addJar(ZipOutputStream out, Class<?> type) throws IOException {
        out.putNextEntry(new ZipEntry("lib/" + type.getSimpleName() + ".jar"));
        try (InputStream in =
                type.getProtectionDomain().getCodeSource().getLocation().openStream()) {
            in.transferTo(out);
        }
        out.closeEntry();
    }

    private static void addClass(ZipOutputStream out, Class<?> type) throws IOException {
        String name = type.getName().replace('.', '/') + ".class";
        out.putNextEntry(new ZipEntry(name));
        try (InputStream in =
                Objects.requireNonNull(type.getClassLoader().getResourceAsStream(name))) {
            in.transferTo(out);
        }
        out.closeEntry();
    }
}
