package dev.s3logkit.aggregator.staging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The right to finish sets in one folder, for a limited time.
///
/// Leases are numbered and never reused: whoever creates the next number, which the file server
/// lets only one do, and then finds no higher one, holds it. A holder that dies leaves a file that
/// runs out. Correctness does not hang on it (sets are created exclusively and outputs
/// conditionally); it keeps two transformers from doing the same work. Creating the file also makes
/// an NFS client forget what it had cached of the folder, so what is listed afterwards is fresh.
public final class Lease implements AutoCloseable {

    private static final Pattern NAME = Pattern.compile("lease-(\\d{9})(\\.released)?");

    private final Path folder;
    private final int number;

    private Lease(Path folder, int number) {
        this.folder = folder;
        this.number = number;
    }

    /// Takes the lease of a folder, which is made when needed.
    ///
    /// @param duration longer than the holder can live
    /// @return empty when another process holds it
    public static Optional<Lease> acquire(Path folder, Clock clock, Duration duration)
            throws IOException {
        StagingLayout.createFolder(folder);
        int highest = 0;
        for (int number : numbers(folder)) {
            highest = Math.max(highest, number);
        }
        if (highest > 0 && !isFree(folder, highest, clock, duration)) {
            return Optional.empty();
        }
        Lease lease = new Lease(folder, highest + 1);
        try {
            Files.writeString(
                    lease.file(),
                    Long.toString(clock.millis() + duration.toMillis()),
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException | NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            // A full disk may have room for the name only, and nobody holds this one.
            Files.deleteIfExists(lease.file());
            throw e;
        }
        for (int number : numbers(folder)) {
            if (number > lease.number) {
                Files.deleteIfExists(lease.file());
                return Optional.empty();
            }
            if (number < lease.number) {
                Files.deleteIfExists(file(folder, number));
                Files.deleteIfExists(released(folder, number));
            }
        }
        return Optional.of(lease);
    }

    static boolean isLease(Path file) {
        return NAME.matcher(file.getFileName().toString()).matches();
    }

    private static List<Integer> numbers(Path folder) throws IOException {
        List<Integer> numbers = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.forEach(
                    file -> {
                        Matcher m = NAME.matcher(file.getFileName().toString());
                        if (m.matches()) {
                            numbers.add(Integer.parseInt(m.group(1)));
                        }
                    });
        } catch (NoSuchFileException e) {
            // Empty, and removed by another process.
        } catch (UncheckedIOException e) {
            throw new IOException(folder + ": " + e.getMessage(), e);
        }
        return numbers;
    }

    private static boolean isFree(Path folder, int number, Clock clock, Duration duration)
            throws IOException {
        if (Files.exists(released(folder, number))) {
            return true;
        }
        Path file = file(folder, number);
        try {
            String until = Files.readString(file);
            if (until.matches("-?\\d{1,18}")) {
                return clock.millis() > Long.parseLong(until);
            }
            // Not written yet, or by a process that died meanwhile.
            long created = Files.getLastModifiedTime(file).toMillis();
            return clock.millis() > created + duration.toMillis();
        } catch (NoSuchFileException e) {
            return true;
        }
    }

    private static Path file(Path folder, int number) {
        return folder.resolve("lease-%09d".formatted(number));
    }

    private static Path released(Path folder, int number) {
        return folder.resolve("lease-%09d.released".formatted(number));
    }

    private Path file() {
        return file(folder, number);
    }

    /// Gives the lease back. When the folder is gone, so is the lease.
    @Override
    public void close() throws IOException {
        if (Files.isDirectory(folder)) {
            Files.write(released(folder, number), new byte[0]);
        }
    }
}
