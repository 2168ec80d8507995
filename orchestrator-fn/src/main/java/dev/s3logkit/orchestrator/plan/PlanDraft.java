package dev.s3logkit.orchestrator.plan;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import dev.s3logkit.common.io.ScratchFile;
import dev.s3logkit.orchestrator.scan.Tally;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// A whole plan on disk, before anything of it is in S3: the plan, the text of every manifest, and
/// the rejected rows.
///
/// Nothing is written to S3 before the inventory was read to its end, so that a file that turns out
/// to be damaged leaves nothing behind.
public final class PlanDraft implements AutoCloseable {

    private static final byte[] SCHEME = "s3://".getBytes(US_ASCII);
    private static final int BUFFER = 64 << 10;
    private static final int LEVEL = 1;

    private final ScratchFile plan;
    private final ScratchFile manifests;
    private final ScratchFile rejects;
    private PlanTotals totals = PlanTotals.NONE;
    private String sha256 = "";
    private long rejectCount;

    /// Where each manifest starts, as a frame of its own.
    private long[] starts = new long[64];

    private int parts;

    private PlanDraft(Path scratch) throws IOException {
        plan = ScratchFile.create(scratch);
        manifests = ScratchFile.create(scratch);
        rejects = ScratchFile.create(scratch);
    }

    /// Sorts the rows and cuts them into manifests.
    ///
    /// @param scratch a folder for temporary files
    public static PlanDraft of(
            PlanHeader header, PlanNames names, PlanRows rows, Tally tally, Path scratch)
            throws IOException {
        PlanDraft draft = new PlanDraft(scratch);
        boolean complete = false;
        try {
            draft.fill(header, names, rows, tally);
            complete = true;
            return draft;
        } finally {
            if (!complete) {
                draft.close();
            }
        }
    }

    private void fill(PlanHeader header, PlanNames names, PlanRows rows, Tally tally)
            throws IOException {
        MessageDigest digest = sha256Digest();
        try (PlanWriter writer =
                        new PlanWriter(
                                new Digested(
                                        new BufferedOutputStream(plan.append(), BUFFER), digest),
                                header,
                                names);
                Writer sink = new Writer(writer)) {
            ManifestCutter cutter = new ManifestCutter(header.limits(), sink);
            rows.drain(cutter);
            totals = cutter.end();
            writer.end(totals, tally);
        }
        sha256 = HexFormat.of().formatHex(digest.digest());
    }

    /// What it comes to.
    public PlanTotals totals() {
        return totals;
    }

    /// Of the plan itself, 64 hex digits in lower case.
    public String sha256() {
        return sha256;
    }

    /// The plan; the caller closes the stream.
    public InputStream plan() {
        return plan.read(0);
    }

    /// The parts again, one after the other.
    public PlanReader parts(String name) throws IOException {
        return new PlanReader(plan(), name);
    }

    /// The text of a manifest; the caller closes the stream. Any number of threads may read.
    ///
    /// @param part counted from 0, in the order of the plan
    public InputStream manifest(int part) throws IOException {
        if (part >= parts) {
            throw new IllegalArgumentException("part " + part + " of " + parts);
        }
        return new ZstdInputStreamNoFinalizer(manifests.read(starts[part])).setContinuous(false);
    }

    /// Rows that could not be read.
    public long rejectCount() {
        return rejectCount;
    }

    /// These rows, a line of JSON for each; the caller closes the stream.
    public InputStream rejects() {
        return rejects.read(0);
    }

    @Override
    public void close() throws IOException {
        try (plan;
                manifests;
                rejects) {
            totals = PlanTotals.NONE;
        }
    }

    private static MessageDigest sha256Digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Faster than the JDK's stream of this kind for single bytes only; it does not copy arrays.
    private static final class Digested extends FilterOutputStream {

        private final MessageDigest digest;

        Digested(OutputStream out, MessageDigest digest) {
            super(out);
            this.digest = digest;
        }

        @Override
        public void write(int b) throws IOException {
            digest.update((byte) b);
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            digest.update(bytes, offset, length);
            out.write(bytes, offset, length);
        }
    }

    private final class Writer implements ManifestSink, AutoCloseable {

        private final PlanWriter plan;
        private final MessageDigest digest = sha256Digest();
        private final OutputStream rejectLines = new BufferedOutputStream(rejects.append(), BUFFER);
        private final byte[] line = new byte[1 << 11];
        private @Nullable OutputStream manifest;
        private long objects;
        private long bytes;
        private long length;

        Writer(PlanWriter plan) {
            this.plan = plan;
        }

        @Override
        public void object(byte[] text, int from, int to, long size) throws IOException {
            if (manifest == null) {
                manifest = start();
            }
            System.arraycopy(SCHEME, 0, line, 0, SCHEME.length);
            System.arraycopy(text, from, line, SCHEME.length, to - from);
            int end = SCHEME.length + to - from;
            line[end++] = '\n';
            digest.update(line, 0, end);
            manifest.write(line, 0, end);
            objects++;
            bytes += size;
            length += end;
        }

        private OutputStream start() throws IOException {
            starts = parts == starts.length ? Arrays.copyOf(starts, 2 * parts) : starts;
            starts[parts++] = manifests.length();
            objects = 0;
            bytes = 0;
            length = 0;
            return new BufferedOutputStream(
                    new ZstdOutputStreamNoFinalizer(manifests.append(), LEVEL), BUFFER);
        }

        @Override
        public void manifestEnds(String group, int number) throws IOException {
            if (manifest != null) {
                manifest.close();
            }
            manifest = null;
            plan.part(
                    new PlanPart(
                            PlanPart.name(group, number),
                            group,
                            number,
                            objects,
                            bytes,
                            length,
                            HexFormat.of().formatHex(digest.digest())));
        }

        @Override
        public void reject(byte[] json, int from, int to) throws IOException {
            rejectLines.write(json, from, to - from);
            rejectLines.write('\n');
            rejectCount++;
        }

        @Override
        public void close() throws IOException {
            rejectLines.close();
            if (manifest != null) {
                manifest.close();
            }
        }
    }
}
