package dev.s3logkit.orchestrator.dispatch;

import dev.s3logkit.common.s3.S3Uri;
import java.io.IOException;

/// Looks whether the work for a manifest is done.
@FunctionalInterface
public interface ArchiveCheck {

    /// Whether there is an archive with a proof that it was made of this manifest.
    ///
    /// @param manifestSha256 64 hex digits in lower case
    boolean isArchiveOf(S3Uri archive, String manifestSha256) throws IOException;
}
