package dev.s3logkit.objectlambda.accesspoint;

import dev.s3logkit.objectlambda.bucket.Body;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import org.jspecify.annotations.Nullable;

/// A body, which writes itself, as a stream to be read: a thread of its own writes what is read. A
/// body that breaks off is an [IOException] for the reader, never a short stream.
final class BodyPipe extends InputStream {

    private static final int BUFFER = 256 << 10;

    private final PipedInputStream in;
    private final Thread writer;
    private volatile @Nullable IOException failure;

    private BodyPipe(Body body) throws IOException {
        this.in = new PipedInputStream(BUFFER);
        PipedOutputStream out = new PipedOutputStream(in);
        this.writer = Thread.ofPlatform().daemon().name("body").unstarted(() -> write(body, out));
    }

    private void write(Body body, PipedOutputStream out) {
        try (out) {
            try {
                body.writeTo(out);
            } catch (IOException e) {
                failure = e;
            } catch (RuntimeException | Error e) {
                failure = new IOException("the body cannot be read", e);
                throw e;
            }
        } catch (IOException e) {
            // The reader has gone.
        }
    }

    /// Starts to write the body. Who closes the stream early ends that.
    static BodyPipe open(Body body) throws IOException {
        BodyPipe pipe = new BodyPipe(body);
        pipe.writer.start();
        return pipe;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = in.read(bytes, offset, length);
        IOException failed = failure;
        if (count < 0 && failed != null) {
            throw new IOException(failed.getMessage(), failed);
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
