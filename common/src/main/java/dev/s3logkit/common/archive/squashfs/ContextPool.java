package dev.s3logkit.common.archive.squashfs;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.zip.DataFormatException;

/// Decoders' contexts, which are costly to make and serve one thread at a time. As many are kept as
/// there may be processors at work; what is made beyond that is freed after its use.
final class ContextPool<C> {

    private static final int KEPT = 16;

    private final ArrayBlockingQueue<C> free = new ArrayBlockingQueue<>(KEPT);
    private final Supplier<C> make;
    private final Consumer<C> release;

    interface Use<C> {
        int on(C context) throws DataFormatException;
    }

    ContextPool(Supplier<C> make, Consumer<C> release) {
        this.make = make;
        this.release = release;
    }

    int with(Use<C> use) throws DataFormatException {
        C kept = free.poll();
        C context = kept == null ? make.get() : kept;
        try {
            return use.on(context);
        } finally {
            if (!free.offer(context)) {
                release.accept(context);
            }
        }
    }
}
