package dev.s3logkit.local.lambda;

import com.github.luben.zstd.Zstd;
import dev.s3logkit.local.template.FunctionSpec;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/// A deployment zip, unpacked: classes at the root, dependencies in `lib/`.
final class FunctionCode {

    private final Path folder;
    private final List<URL> classPath;

    private FunctionCode(Path folder, List<URL> classPath) {
        this.folder = folder;
        this.classPath = classPath;
    }

    /// Where it is unpacked.
    Path folder() {
        return folder;
    }

    /// Unpacks the function's zip.
    ///
    /// @param folder that is made for it
    /// @throws IOException with a sentence on what to build when there is no zip
    static FunctionCode unpack(FunctionSpec function, Path folder) throws IOException {
        Path zip = function.codeUri();
        if (!Files.isRegularFile(zip)) {
            throw new IOException(
                    "%s.Properties.CodeUri: %s is not there; './mvnw package' builds it"
                            .formatted(function.logicalId(), zip));
        }
        Files.createDirectories(folder);
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                extract(in, entry, folder, zip);
            }
        }
        List<URL> classPath = new ArrayList<>();
        classPath.add(folder.toUri().toURL());
        Path lib = folder.resolve("lib");
        if (Files.isDirectory(lib)) {
            try (Stream<Path> jars = Files.list(lib)) {
                for (Path jar : jars.filter(p -> p.toString().endsWith(".jar")).sorted().toList()) {
                    classPath.add(jar.toUri().toURL());
                }
            }
        }
        if (!System.getProperty("os.name").startsWith("Linux")) {
            // The zip has native code for Lambda only; behind it stands that of this machine.
            classPath.add(Zstd.class.getProtectionDomain().getCodeSource().getLocation());
        }
        return new FunctionCode(folder, classPath);
    }

    /// Classes of the zip; above them only the JDK and the interfaces that Lambda itself provides.
    URLClassLoader newClassLoader() {
        return new URLClassLoader(
                classPath.toArray(URL[]::new), new RuntimeInterfaces(getClass().getClassLoader()));
    }

    private static void extract(InputStream in, ZipEntry entry, Path folder, Path zip)
            throws IOException {
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
            throw new IOException(zip + " holds an entry outside of it: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
        } else {
            Files.createDirectories(target.getParent());
            Files.copy(in, target);
        }
    }

    /// Lets `com.amazonaws.services.lambda.runtime` through, so that handler and caller agree on
    /// what a `RequestHandler` is, but not the packages below it.
    private static final class RuntimeInterfaces extends ClassLoader {

        private static final String SHARED = "com.amazonaws.services.lambda.runtime.";

        private final ClassLoader application;

        RuntimeInterfaces(ClassLoader application) {
            super(ClassLoader.getPlatformClassLoader());
            this.application = application;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith(SHARED)
                    && (name.indexOf('.', SHARED.length()) < 0
                            || name.startsWith(SHARED + "logging."))) {
                return application.loadClass(name);
            }
            throw new ClassNotFoundException(name);
        }
    }
}
