package dev.s3logkit.common.archive.zip;

import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Decoders that wait for the next thread that needs one.
final class DecoderPool implements AutoCloseable {

    private final ConcurrentLinkedQueue<EntryDecoder> idle = new ConcurrentLinkedQueue<>();

    /// Work that needs a decoder.
    @FunctionalInterface
    interface Work<T> {
        T with(EntryDecoder decoder) throws IOException;
    }

    <T> T use(Work<T> work) throws IOException {
        EntryDecoder decoder = idle.poll();
        if (decoder == null) {
            decoder = new EntryDecoder();
        }
        try {
            return work.with(decoder);
        } finally {
            idle.add(decoder);
        }
    }

    @Override
    public void close() {
        for (EntryDecoder d = idle.poll(); d != null; d = idle.poll()) {
            d.close();
        }
    }
}
