package dev.s3logkit.common.archive.zip;

import dev.s3logkit.common.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Comparator;
import java.util.PriorityQueue;

/// Reads every entry and holds it against the proof.
final class Verifier implements EntryVisitor {

    private static final Comparator<Verification.Difference> BY_INDEX =
            Comparator.comparingInt(Verification.Difference::index);

    private final long[] sizes;
    private final int[] crcs;
    private final boolean[] differs;

    /// The first ones; the last of them in front.
    private final PriorityQueue<Verification.Difference> differences =
            new PriorityQueue<>(BY_INDEX.reversed());

    private long bytes;
    private long differing;

    private Verifier(int entries) {
        sizes = new long[entries];
        crcs = new int[entries];
        differs = new boolean[entries];
    }

    static Verification verify(ZipReader reader, ZipProof proof, int threads) throws IOException {
        Verifier verifier = new Verifier(reader.entries().size());
        verifier.takeProof(reader, proof);
        reader.forEach(threads, verifier);
        return verifier.result();
    }

    private void takeProof(ZipReader reader, ZipProof proof) throws IOException {
        try (ProofReader rows = new ProofReader(proof)) {
            int index = 0;
            for (ProofEntry row = rows.next(); row != null; row = rows.next()) {
                sizes[index] = row.source().size();
                crcs[index] = row.crc32();
                ZipEntry entry = reader.entry(index);
                if (!entry.name().equals(row.source().name())) {
                    differs(entry, "the proof has %s in its place".formatted(row.source().name()));
                }
                index++;
            }
        }
    }

    @Override
    public void visit(ZipEntry entry, Body body) throws IOException {
        int index = entry.index();
        if (entry.size() != sizes[index]) {
            differs(entry, "%d bytes, the proof says %d".formatted(entry.size(), sizes[index]));
            return;
        }
        if (entry.crc32() != crcs[index]) {
            differs(
                    entry,
                    "CRC-32 %08x, the proof says %08x".formatted(entry.crc32(), crcs[index]));
            return;
        }
        try (InputStream content = body.open()) {
            content.transferTo(OutputStream.nullOutputStream());
        } catch (FormatException e) {
            differs(entry, String.valueOf(e.getMessage()));
            return;
        }
        synchronized (this) {
            bytes += entry.size();
        }
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
                sizes.length, bytes, differences.stream().sorted(BY_INDEX).toList(), differing);
    }
}
