package dev.s3logkit.objectlambda.functionurl;

import dev.s3logkit.objectlambda.bucket.S3Answer;
import dev.s3logkit.objectlambda.bucket.S3Question;
import java.io.IOException;

/// Gives content that is too large for an answer a place of its own.
@FunctionalInterface
public interface ContentLinks {

    /// A URL that gives the whole content for a while to whoever has it.
    ///
    /// @param question a GET without conditions or range
    /// @param answer its answer, of status 200; its body is written or dropped
    /// @throws IOException when the content cannot be read, or not be put there
    String link(S3Question question, S3Answer answer) throws IOException;
}
