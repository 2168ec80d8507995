package dev.s3logkit.orchestrator.plan;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.s3logkit.common.CorruptedInputException;
import dev.s3logkit.common.s3.CreateOptions;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.ObjectWriter;
import dev.s3logkit.common.s3.PutOutcome;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.orchestrator.task.Concurrently;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The plans of one date in S3. Everything is written once and never replaced.
public final class PlanStore {

    /// More supplements of a date are a mistake.
    private static final int MAX_PLANS = 1_000;

    /// Writers hold a part of an upload each.
    private static final int CONCURRENT_WRITES = 8;

    private static final int COPY = 64 << 10;
    private static final String DIGEST = "s3logkit-sha256";
    private static final String JSON = "application/json";

    private final ObjectStore store;
    private final PlanNames names;

    public PlanStore(ObjectStore store, PlanNames names) {
        this.store = store;
        this.names = names;
    }

    /// Where everything is.
    public PlanNames names() {
        return names;
    }

    /// The headers of all plans, the first one first.
    public List<PlanHeader> plans() throws IOException {
        List<PlanHeader> headers = new ArrayList<>();
        while (headers.size() < MAX_PLANS
                && store.head(names.plan(headers.size() + 1)).isPresent()) {
            try (PlanReader reader = read(headers.size() + 1)) {
                headers.add(reader.header());
            }
        }
        return headers;
    }

    /// Reads a plan; the caller closes it.
    public PlanReader read(int number) throws IOException {
        S3Uri uri = names.plan(number);
        return new PlanReader(store.open(uri), uri.toString());
    }

    /// Whether all manifests of a plan are there.
    public boolean isWritten(int number) throws IOException {
        return store.head(names.written(number)).isPresent();
    }

    /// Adds what earlier plans have, so that it is left out of a supplement.
    public void addPlanned(PlanHeader earlier, PlanRows rows) throws IOException {
        try (PlanReader reader = read(earlier.number())) {
            for (Optional<PlanPart> part = reader.next(); part.isPresent(); part = reader.next()) {
                rows.addLastPart(part.get().group(), part.get().number());
                addPlanned(part.get(), rows);
            }
        }
    }

    private void addPlanned(PlanPart part, PlanRows rows) throws IOException {
        S3Uri uri = names.manifest(part.name());
        String scheme = "s3://";
        byte[] line = new byte[1 << 11];
        int length = 0;
        try (InputStream in = new BufferedInputStream(store.open(uri), COPY)) {
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (b != '\n' && length < line.length) {
                    line[length++] = (byte) b;
                    continue;
                }
                if (b != '\n' || !new String(line, 0, Math.min(length, 5), UTF_8).equals(scheme)) {
                    throw new CorruptedInputException(
                            uri + " is no manifest of ours: expected s3://bucket/key on each line",
                            -1);
                }
                rows.addPlanned(part.group(), line, scheme.length(), length);
                length = 0;
            }
        }
    }

    /// Writes the plan, then every manifest, then the mark that they are there. What is there
    /// already and equal is left as it is, so two that do the same end with the same.
    ///
    /// @throws PlanConflictException when something else is there
    public void write(PlanHeader header, PlanDraft draft) throws IOException {
        S3Uri plan = names.plan(header.number());
        writeOnce(plan, JSON, draft.sha256(), draft.plan(), Long.MAX_VALUE);
        try (PlanReader parts = draft.parts(plan.toString());
                Concurrently writes = new Concurrently(CONCURRENT_WRITES)) {
            int index = 0;
            for (Optional<PlanPart> next = parts.next(); next.isPresent(); next = parts.next()) {
                PlanPart part = next.get();
                int number = index++;
                writes.run(
                        () ->
                                writeOnce(
                                        names.manifest(part.name()),
                                        "text/plain; charset=utf-8",
                                        part.sha256(),
                                        draft.manifest(number),
                                        part.manifestBytes()));
            }
            writes.join();
        }
        byte[] mark = "{\"plan_sha256\":\"%s\"}\n".formatted(draft.sha256()).getBytes(UTF_8);
        writeOnce(
                names.written(header.number()),
                JSON,
                draft.sha256(),
                new java.io.ByteArrayInputStream(mark),
                mark.length);
    }

    /// Writes a report, the same for the same inventory.
    public void writeReport(S3Uri uri, String contentType, InputStream content) throws IOException {
        try (content;
                ObjectWriter writer = store.create(uri, options(contentType, Map.of(), false))) {
            content.transferTo(writer);
            writer.commit();
        }
    }

    private void writeOnce(
            S3Uri uri, String contentType, String digest, InputStream content, long length)
            throws IOException {
        try (content;
                ObjectWriter writer =
                        store.create(uri, options(contentType, Map.of(DIGEST, digest), true))) {
            byte[] buffer = new byte[COPY];
            long left = length;
            while (left > 0) {
                int n = content.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (n < 0 && length != Long.MAX_VALUE) {
                    throw new EOFException("%s: %d bytes are missing".formatted(uri, left));
                }
                if (n < 0) {
                    break;
                }
                writer.write(buffer, 0, n);
                left -= n;
            }
            if (writer.commit() instanceof PutOutcome.AlreadyExists(var existing)
                    && !digest.equals(existing.metadata().get(DIGEST))) {
                throw new PlanConflictException(
                        uri,
                        "SHA-256 " + existing.metadata().getOrDefault(DIGEST, "none"),
                        "SHA-256 " + digest);
            }
        }
    }

    private static CreateOptions options(
            String contentType, Map<String, String> metadata, boolean ifAbsent) {
        return new CreateOptions(
                contentType, "STANDARD", metadata, CreateOptions.MIN_PART_SIZE, ifAbsent);
    }
}
