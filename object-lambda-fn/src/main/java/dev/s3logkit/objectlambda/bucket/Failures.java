package dev.s3logkit.objectlambda.bucket;

import dev.s3logkit.common.FormatException;
import dev.s3logkit.common.NotThisFormatException;
import dev.s3logkit.common.UnsupportedFeatureException;
import dev.s3logkit.common.s3.NoSuchObjectException;
import dev.s3logkit.common.s3.ObjectAccessDeniedException;
import dev.s3logkit.common.s3.ObjectArchivedException;
import dev.s3logkit.common.s3.ObjectChangedException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;

/// What S3 would answer when an archive cannot be read.
final class Failures {

    private Failures() {}

    /// Whether the failure is about one entry of an archive that is fine.
    static boolean isOfLink(IOException failure) {
        return failure instanceof AccessDeniedException
                || failure instanceof FileSystemLoopException;
    }

    static S3Error error(IOException failure) {
        return answer(failure).causedBy(failure);
    }

    private static S3Error answer(IOException failure) {
        return switch (failure) {
            case AccessDeniedException _ ->
                    new S3Error(403, "AccessDenied", "The link leads out of its archive.");
            case FileSystemLoopException _ ->
                    new S3Error(403, "AccessDenied", "The link leads around in a circle.");
            case NoSuchObjectException _ ->
                    new S3Error(404, "NoSuchKey", "The archive behind this key does not exist.");
            case ObjectAccessDeniedException _ ->
                    new S3Error(
                            403, "AccessDenied", "The archive behind this key may not be read.");
            case ObjectArchivedException _ ->
                    new S3Error(
                            403,
                            "InvalidObjectState",
                            "The archive behind this key has to be restored first.");
            case ObjectChangedException _ ->
                    new S3Error(
                            409,
                            "OperationAborted",
                            "The archive behind this key is being replaced. Please try again.");
            case NotThisFormatException _ ->
                    new S3Error(
                            501, "NotImplemented", "What is behind this key is no known archive.");
            case UnsupportedFeatureException _ ->
                    new S3Error(
                            501,
                            "NotImplemented",
                            "The archive behind this key needs what is not supported.");
            case FormatException _ ->
                    new S3Error(500, "InternalError", "The archive behind this key is damaged.");
            default ->
                    new S3Error(
                            503,
                            "ServiceUnavailable",
                            "The archive behind this key cannot be read at present.");
        };
    }
}
