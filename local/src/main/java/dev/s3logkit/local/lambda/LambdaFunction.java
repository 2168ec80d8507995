package dev.s3logkit.local.lambda;

import dev.s3logkit.local.template.FunctionSpec;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A function that can be invoked. As many handlers are made as there are invocations at once, and
/// used again.
public final class LambdaFunction implements AutoCloseable {

    private final FunctionSpec spec;
    private final Sandboxes sandboxes;
    private final FunctionLog log;
    private final Deque<Sandbox> idle = new ArrayDeque<>();

    /// Goes up when one took too long; sandboxes of before are not used again.
    private int generation;

    private record Borrowed(Sandbox sandbox, int generation) {}

    LambdaFunction(FunctionSpec spec, Sandboxes sandboxes, FunctionLog log) {
        this.spec = spec;
        this.sandboxes = sandboxes;
        this.log = log;
    }

    public FunctionSpec spec() {
        return spec;
    }

    /// Calls the handler and waits for it.
    ///
    /// @param event JSON
    /// @return JSON
    /// @throws FunctionException when the handler throws or takes longer than the function's
    ///   timeout; it is interrupted then, and a new handler is made next time
    public byte[] invoke(byte[] event) throws FunctionException, InterruptedException {
        Borrowed borrowed = borrow();
        String requestId = UUID.randomUUID().toString();
        long deadline = System.nanoTime() + spec.timeout().toNanos();
        InvocationContext context = new InvocationContext(spec, requestId, deadline, log);
        Future<byte[]> result = borrowed.sandbox.start(event, context);
        try {
            byte[] json = result.get(spec.timeout().toNanos(), TimeUnit.NANOSECONDS);
            giveBack(borrowed);
            return json;
        } catch (ExecutionException e) {
            giveBack(borrowed);
            throw failed(requestId, problem(e.getCause()), e.getCause());
        } catch (TimeoutException e) {
            discard(borrowed);
            throw failed(
                    requestId,
                    "Task timed out after %d.00 seconds".formatted(spec.timeout().toSeconds()),
                    null);
        } catch (InterruptedException e) {
            discard(borrowed);
            throw e;
        }
    }

    private FunctionException failed(String requestId, String message, @Nullable Throwable cause) {
        StringBuilder text = new StringBuilder(requestId).append(' ').append(message);
        for (Throwable t = cause; t != null; t = t.getCause()) {
            for (StackTraceElement frame : t.getStackTrace()) {
                text.append("\n\tat ").append(frame);
            }
            if (t.getCause() != null) {
                text.append("\ncaused by ").append(t.getCause());
            }
        }
        log.line(spec.logicalId(), text.toString());
        return new FunctionException(spec.logicalId() + ": " + message, cause);
    }

    private static String problem(@Nullable Throwable cause) {
        return switch (cause) {
            case FunctionException known -> String.valueOf(known.getMessage());
            case RemoteFailure remote -> String.valueOf(remote.getMessage());
            case null, default -> String.valueOf(cause);
        };
    }

    private Borrowed borrow() throws FunctionException {
        int current;
        synchronized (this) {
            current = generation;
            Sandbox sandbox = idle.poll();
            if (sandbox != null) {
                return new Borrowed(sandbox, current);
            }
        }
        try {
            return new Borrowed(sandboxes.make(), current);
        } catch (FunctionException e) {
            throw failed("init", String.valueOf(e.getMessage()), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("init", "interrupted", e);
        }
    }

    private synchronized void giveBack(Borrowed borrowed) {
        if (borrowed.generation == generation && borrowed.sandbox.isUsable()) {
            idle.push(borrowed.sandbox);
        } else {
            borrowed.sandbox.stop();
        }
    }

    /// Lambda ends the process of a function that took too long, static state included.
    private synchronized void discard(Borrowed borrowed) {
        borrowed.sandbox.stop();
        generation++;
        sandboxes.renew();
        stopIdle();
    }

    private void stopIdle() {
        idle.forEach(Sandbox::stop);
        idle.clear();
    }

    /// Ends the handlers that are idle; those at work are interrupted by whoever waits for them.
    @Override
    public synchronized void close() throws IOException {
        stopIdle();
        generation++;
        sandboxes.close();
    }
}
