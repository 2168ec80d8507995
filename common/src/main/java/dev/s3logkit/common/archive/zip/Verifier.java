package dev.s3logkit.common.archive.zip;

import dev.s3logkit.common.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Comparator;
import java.util.PriorityQueue;

/// Reads every entry and holds it against the proof, and every header against what the proof makes.
final class Verifier implements EntryVisitor {

    private static final Comparator<Verification.Difference> BY_INDEX =
            Comparator.comparingInt(Verification.Difference::index);

    private final HeaderCheck headers;
    private final boolean[] differs;

    /// The first ones; the last of them in front.
    private final PriorityQueue<Verification.Difference> differences =
            new PriorityQueue<>(BY_INDEX.reversed());

    private long bytes;
    private long differing;

    private Verifier(ZipDirectory directory) {
        int entries = directory.size();
        headers = new HeaderCheck(directory);
        differs = new boolean[entries];
    }

    static Verification verify(
            ZipReader reader, ZipDirectory directory, ZipProof proof, int threads)
            throws IOException {
        Verifier verifier = new Verifier(directory);
        verifier.takeProof(directory, proof);
        reader.forEach(threads, verifier);
        return verifier.result();
    }

    private void takeProof(ZipDirectory directory, ZipProof proof) throws IOException {
        try (ProofReader rows = new ProofReader(proof)) {
            int index = 0;
            for (ProofEntry row = rows.next(); row != null; row = rows.next()) {
                ZipEntry entry = directory.entry(index);
                String problem = headers.central(entry, row);
                if (!entry.name().equals(row.source().name())) {
                    differs(entry, "the proof has %s in its place".formatted(row.source().name()));
                } else if (entry.size() != row.source().size()) {
                    differs(
                            entry,
                            "%d bytes, the proof says %d"
                                    .formatted(entry.size(), row.source().size()));
                } else if (entry.crc32() != row.crc32()) {
                    differs(
                            entry,
                            "CRC-32 %08x, the proof says %08x"
                                    .formatted(entry.crc32(), row.crc32()));
                } else if (problem != null) {
                    differs(entry, problem);
                }
                index++;
            }
        }
        String problem = headers.rest(proof);
        if (problem != null && differing == 0) {
            throw directory.tail().damaged(problem, directory.location().offset());
        }
    }

    @Override
    public void visit(ZipEntry entry, Body body) throws IOException {
        int index = entry.index();
        if (hasDiffered(index)) {
            return;
        }
        try (InputStream content = body.open()) {
            content.transferTo(OutputStream.nullOutputStream());
            String problem = headers.local(entry, body);
            if (problem != null) {
                differs(entry, problem);
                return;
            }
        } catch (FormatException e) {
            differs(entry, String.valueOf(e.getMessage()));
            return;
        }
        synchronized (this) {
            bytes += entry.size();
        }
    }

    private synchronized boolean hasDiffered(int index) {
        return differs[index];
    }

    private synchronized void differs(ZipEntry entry, String problem) {
        if (differs[entry.index()]) {
            return;
        }
        differs[entry.index()] = true;
        differing++;
        differences.add(new Verification.Difference(entry.index(), entry.name(), problem));
        if (differences.size() > Verification.MAX_DIFFERENCES) {
            differences.remove();
        }
    }

    private synchronized Verification result() {
        return new Verification(
                differs.length, bytes, differences.stream().sorted(BY_INDEX).toList(), differing);
    }
}
