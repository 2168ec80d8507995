package dev.s3logkit.common.s3;

import dev.s3logkit.common.io.HeadLastOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/// Writes one object by a single PUT or, past one part, by a multipart upload.
///
/// Closing without a commit discards what was written, an upload under way included. Not safe for
/// use by several threads.
public abstract class ObjectWriter extends OutputStream implements HeadLastOutput {

    /// Makes the object visible. Called once; nothing may be written afterwards.
    ///
    /// @throws IOException when the object may not be there; writing it again is safe
    public abstract PutOutcome commit() throws IOException;

    /// Makes the object visible in place of the one that has this ETag, in one step: of several
    /// that replace the same object one succeeds. Called once, instead of [#commit()]; the
    /// condition of the options is not asked for.
    ///
    /// @param ifMatch ETag without quotes
    /// @return the new ETag without quotes; empty when there is no object of that ETag, and then
    ///   what is there was left as it is, or was put there by this call, of which an answer was
    ///   lost
    /// @throws IOException when the object may not be there
    public abstract Optional<String> replace(String ifMatch) throws IOException;

    /// Puts a head in front of all that was written, which takes options with
    /// [CreateOptions#headLast()]. Only a commit may follow.
    @Override
    public abstract void finish(byte[] head) throws IOException;

    @Override
    public abstract void write(byte[] bytes, int offset, int length) throws IOException;

    @Override
    public abstract void close() throws IOException;

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }
}
