package dev.s3logkit.compressor.failure;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A run that failed for a reason of its own. Lambda reports the name of the class as the error
/// type, which `ErrorEquals` of Step Functions and the receivers of failed invocations match.
public abstract sealed class CompressorException extends IOException
        permits ArchiveInvalidException,
                ArchiveUnreadableException,
                DeletionIncompleteException,
                DownloadFailedException,
                EntryNotFoundException,
                InvalidEventException,
                ManifestException,
                OutputExistsException,
                ResponseTooLargeException,
                SourcesArchivedException,
                SourcesUnusableException {

    private static final long serialVersionUID = 1L;

    CompressorException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
