package dev.s3logkit.compressor.archive;

import dev.s3logkit.common.archive.zip.ArchiveOrigin;
import dev.s3logkit.common.archive.zip.ZipProof;
import dev.s3logkit.common.archive.zip.ZipSummary;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.compressor.failure.ArchiveInvalidException;
import dev.s3logkit.compressor.failure.ArchiveUnreadableException;
import java.io.IOException;

/// What is at the place of an archive before it is made.
public sealed interface ExistingOutput {

    /// Nothing.
    record Nothing() implements ExistingOutput {}

    /// An archive of the same manifest and options: the result, whatever became of its sources.
    record Same(ZipSummary summary) implements ExistingOutput {}

    /// Something else, and what.
    record Other(String what) implements ExistingOutput {}

    /// Looks, and tells by the proof.
    ///
    /// @throws IOException when S3 fails, or there is no such bucket
    static ExistingOutput look(ObjectStore store, S3Uri output, ArchiveOrigin origin)
            throws IOException {
        if (store.head(output).isEmpty()) {
            return new Nothing();
        }
        try (ArchiveObject archive = ArchiveObject.open(store, output)) {
            ZipProof proof = archive.proof();
            if (proof.origin().equals(origin)) {
                return new Same(
                        new ZipSummary(
                                proof.entries(), proof.sourceBytes(), archive.info().size()));
            }
            boolean sameManifest = proof.origin().manifestSha256().equals(origin.manifestSha256());
            return new Other(
                    sameManifest
                            ? "an archive of the same manifest with other options (%s)"
                                    .formatted(proof.origin().options())
                            : "an archive of another manifest");
        } catch (ArchiveInvalidException | ArchiveUnreadableException e) {
            return new Other("an object that is no archive to compare with: " + e.getMessage());
        }
    }
}
