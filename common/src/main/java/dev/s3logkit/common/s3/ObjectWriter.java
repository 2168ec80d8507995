package dev.s3logkit.common.s3;

import java.io.IOException;
import java.io.OutputStream;

/// Writes one object by a single PUT or, past one part, by a multipart upload.
///
/// Closing without a commit discards what was written, an upload under way included. Not safe for
/// use by several threads.
public abstract class ObjectWriter extends OutputStream {

    /// Makes the object visible. Called once; nothing may be written afterwards.
    ///
    /// @throws IOException when the object may not be there; writing it again is safe
    public abstract PutOutcome commit() throws IOException;

    @Override
    public abstract void write(byte[] bytes, int offset, int length) throws IOException;

    @Override
    public abstract void close() throws IOException;

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }
}
