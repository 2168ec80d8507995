package dev.s3logkit.aggregator.transform;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes sorted lines to one output file, or to several when they pass the split size: `NAME.gz`,
/// `NAME-2.gz`, … Every part goes to all targets; a part is visible once it is complete.
final class PartedOutput implements AutoCloseable {

    private static final byte[] LINE_BREAK = {'\n'};

    private final List<OutputTarget> targets;
    private final String key;
    private final OutputFormat format;
    private final long splitBytes;
    private final Map<String, String> metadata;
    private final List<String> written = new ArrayList<>();
    private final List<OutputTarget.Output> outputs = new ArrayList<>();

    private @Nullable OutputStream stream;
    private @Nullable Tee tee;
    private long partBytes;
    private long lines;
    private long bytes;

    /// @param key output key without extension
    /// @param metadata kept with every part, which adds its number
    PartedOutput(
            List<OutputTarget> targets,
            String key,
            OutputFormat format,
            long splitBytes,
            Map<String, String> metadata) {
        this.targets = targets;
        this.key = key;
        this.format = format;
        this.splitBytes = splitBytes;
        this.metadata = metadata;
    }

    void write(byte[] buffer, int from, int to) throws IOException {
        int length = to - from + 1;
        if (stream != null && partBytes > 0 && partBytes + length > splitBytes) {
            commitPart();
        }
        OutputStream out = stream == null ? openPart() : stream;
        out.write(buffer, from, to - from);
        out.write(LINE_BREAK);
        partBytes += length;
        bytes += length;
        lines++;
    }

    private OutputStream openPart() throws IOException {
        int number = written.size() + 1;
        String partKey = key + (number == 1 ? "" : "-" + number) + "." + format.extension();
        Map<String, String> partMetadata = new LinkedHashMap<>(metadata);
        partMetadata.put("s3logkit-part", Integer.toString(number));
        for (OutputTarget target : targets) {
            outputs.add(target.create(partKey, format.contentType(), partMetadata));
        }
        Tee open = new Tee(outputs);
        OutputStream opened = format.compress(open);
        tee = open;
        stream = opened;
        partBytes = 0;
        written.add(partKey);
        return opened;
    }

    /// Makes the last part visible.
    void commit() throws IOException {
        if (stream != null) {
            commitPart();
        }
    }

    private void commitPart() throws IOException {
        if (stream != null) {
            OutputStream closing = stream;
            stream = null;
            closing.close();
        }
        for (OutputTarget.Output output : outputs) {
            output.commit();
            output.close();
        }
        outputs.clear();
    }

    /// Keys of the parts, in order.
    List<String> written() {
        return List.copyOf(written);
    }

    long lines() {
        return lines;
    }

    /// Uncompressed bytes, line breaks included.
    long bytes() {
        return bytes;
    }

    /// Discards what is not committed.
    @Override
    public void close() throws IOException {
        if (stream != null && tee != null) {
            // Frees the compressor's native memory; what it still has to say is not wanted.
            tee.discard();
            stream.close();
            stream = null;
        }
        for (OutputTarget.Output output : outputs) {
            output.close();
        }
    }

    /// Copies to every output; closing leaves them open, since they are to be committed.
    private static final class Tee extends OutputStream {
        private List<OutputTarget.Output> outputs;

        Tee(List<OutputTarget.Output> outputs) {
            this.outputs = List.copyOf(outputs);
        }

        void discard() {
            outputs = List.of();
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] b, int off, int len) throws IOException {
            for (OutputTarget.Output output : outputs) {
                output.stream().write(b, off, len);
            }
        }
    }
}
