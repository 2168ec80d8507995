package dev.s3logkit.common.s3;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ThreadLocalRandom;

/// Bodies read as a whole. A store cannot try again once it has handed out a body that breaks off
/// or differs from its checksum; here nobody has seen the bytes yet, so the request is sent again.
final class ObjectBytes {

    private static final int TRIES = 4;
    private static final int WAIT_MS = 50;

    private ObjectBytes() {}

    /// Sends a request.
    @FunctionalInterface
    interface Request {
        ObjectStream open() throws IOException;
    }

    /// Takes an opened body.
    @FunctionalInterface
    interface Use<T> {
        T of(ObjectStream body) throws IOException;
    }

    /// Opens a body and uses it, again from the start when it cannot be read to its end. What the
    /// request itself throws is final.
    static <T> T read(Request request, Use<T> use) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try (ObjectStream body = request.open()) {
                try {
                    return use.of(body);
                } catch (ObjectStoreException e) {
                    if (attempt == TRIES) {
                        throw e;
                    }
                }
            }
            pause(attempt);
        }
    }

    /// All bytes of a body.
    static byte[] all(ObjectStream body) throws IOException {
        byte[] bytes = new byte[Math.toIntExact(body.length())];
        fill(body, bytes, 0);
        return bytes;
    }

    /// Copies all bytes of a body into `into` from `at` on, where there is room for them.
    static void fill(ObjectStream body, byte[] into, int at) throws IOException {
        int length = Math.toIntExact(body.length());
        // The end has to be seen, since that is where length and checksum are checked.
        if (body.readNBytes(into, at, length) != length || body.read() >= 0) {
            throw new IllegalStateException("a checked body has another length");
        }
    }

    private static void pause(int attempt) throws IOException {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(WAIT_MS << attempt));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted between two tries of a GET");
        }
    }
}
