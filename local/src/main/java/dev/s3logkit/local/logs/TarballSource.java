package dev.s3logkit.local.logs;

import dev.s3logkit.common.archive.tar.ArchivedEntry;
import dev.s3logkit.common.archive.tar.TarReader;
import dev.s3logkit.common.archive.tar.TarType;
import dev.s3logkit.common.archive.tar.TarballReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Tarballs of log objects, plain or compressed: each entry is an object of its own, named
/// `tarball!/entry`.
public final class TarballSource implements LogSource {

    @Override
    public boolean accepts(String input) {
        return TarReader.isTarball(input) && Files.isRegularFile(Path.of(input));
    }

    @Override
    public void read(String input, Visitor visitor) throws IOException {
        try (InputStream body = Files.newInputStream(Path.of(input))) {
            visit(input, body, visitor);
        }
    }

    /// Hands on the entries of a tarball in their order.
    ///
    /// @param name of the tarball, for people
    /// @param body is read to its end and closed
    public static void visit(String name, InputStream body, Visitor visitor) throws IOException {
        try (TarballReader reader = new TarballReader(body, name)) {
            for (ArchivedEntry entry = reader.next(); entry != null; entry = reader.next()) {
                if (entry.header().type() == TarType.FILE) {
                    visitor.object(name + "!/" + entry.name(), reader.body());
                }
            }
        }
    }
}
