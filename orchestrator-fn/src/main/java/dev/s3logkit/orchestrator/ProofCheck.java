package dev.s3logkit.orchestrator;

import dev.s3logkit.common.FormatException;
import dev.s3logkit.common.archive.zip.ZipReader;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.S3Source;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.orchestrator.dispatch.ArchiveCheck;
import java.io.IOException;

/// Reads the proof that an archive carries.
public final class ProofCheck implements ArchiveCheck {

    /// Reaches from the end of most archives to their directory and proof.
    private static final int TAIL_BYTES = 256 << 10;

    private final ObjectStore store;

    public ProofCheck(ObjectStore store) {
        this.store = store;
    }

    @Override
    public boolean isArchiveOf(S3Uri archive, String manifestSha256) throws IOException {
        if (store.head(archive).isEmpty()) {
            return false;
        }
        try (ZipReader reader = ZipReader.open(S3Source.open(store, archive, 0, TAIL_BYTES))) {
            return reader.proof()
                    .filter(proof -> proof.origin().manifestSha256().equals(manifestSha256))
                    .isPresent();
        } catch (FormatException e) {
            // Something else has that name: the compressor refuses to replace it, and says why.
            return false;
        }
    }
}
