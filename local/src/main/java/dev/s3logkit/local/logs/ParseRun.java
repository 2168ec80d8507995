package dev.s3logkit.local.logs;

import dev.s3logkit.common.accesslog.AccessLogReader;
import dev.s3logkit.common.archive.Decompression;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One run of `logs parse`.
final class ParseRun {

    /// Small enough for the second-level cache together with its index, and large enough that a
    /// gigabyte takes fewer reads than make the JVM optimise all that lies beneath one.
    private static final int BUFFER = 1 << 18;

    private final Streams streams;
    private final LogInputs inputs;
    private final OutputFormat format;
    private final @Nullable Path rejectsFile;
    private final AccessLogReader reader = new AccessLogReader(BUFFER);
    private int failures;

    ParseRun(Streams streams, LogInputs inputs, OutputFormat format, @Nullable Path rejectsFile) {
        this.streams = streams;
        this.inputs = inputs;
        this.format = format;
        this.rejectsFile = rejectsFile;
    }

    /// Reads the inputs in their order.
    ///
    /// @return the exit code: 0 also with rejects, 1 if an input could not be read to its end
    int run(List<String> arguments) {
        long start = System.nanoTime();
        Progress progress = new Progress(streams);
        try {
            inputs.check(arguments);
            for (String argument : arguments) {
                progress.expect(inputs.size(argument));
            }
        } catch (IOException | UncheckedIOException e) {
            streams.err().println(e.getMessage());
            return 1;
        }
        try (RejectsOutput rejects = RejectsOutput.to(rejectsFile, streams.err())) {
            ParseSink sink = new ParseSink(RecordOutput.of(format, streams.out()), rejects);
            for (String argument : arguments) {
                read(argument, sink, progress);
            }
            sink.finish();
            progress.clear();
            streams.err().println(sink.summary(progress.bytesRead(), System.nanoTime() - start));
            return failures == 0 ? 0 : 1;
        } catch (OutputFailure e) {
            progress.clear();
            return streams.failed(e);
        }
    }

    private void read(String argument, ParseSink sink, Progress progress) throws OutputFailure {
        try {
            inputs.read(argument, (name, content) -> object(name, content, sink, progress));
        } catch (OutputFailure e) {
            throw e;
        } catch (IOException | UncheckedIOException e) {
            progress.clear();
            streams.err().println("could not read " + argument + ": " + e.getMessage());
            failures++;
        }
    }

    private void object(String name, InputStream content, ParseSink sink, Progress progress)
            throws IOException {
        sink.startObject(name);
        try {
            reader.read(Decompression.open(progress.watch(content), name), sink);
        } catch (OutputFailure e) {
            throw e;
        } catch (IOException e) {
            // What was read before the damage stays counted and written.
            progress.clear();
            streams.err().println("could not read " + name + " to its end: " + e.getMessage());
            failures++;
        }
    }
}
