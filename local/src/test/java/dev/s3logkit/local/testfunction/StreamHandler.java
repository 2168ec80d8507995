package dev.s3logkit.local.testfunction;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/// Answers with what it was given, or with its surroundings.
public final class StreamHandler implements RequestStreamHandler {

    private final Map<String, String> environment;

    public StreamHandler() {
        this(System.getenv());
    }

    public StreamHandler(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        String event = new String(input.readAllBytes(), StandardCharsets.UTF_8);
        context.getLogger().log("got " + event);
        String answer =
                switch (event) {
                    case "\"environment\"" -> new TreeMap<>(environment).toString();
                    case "\"explode\"" ->
                            throw new UnsupportedOperationException("asked to explode");
                    case "\"exit\"" -> {
                        Runtime.getRuntime().halt(7);
                        throw new IllegalStateException("halted");
                    }
                    case "\"sleep\"" -> {
                        LockSupport.parkNanos(Long.MAX_VALUE);
                        yield "woken";
                    }
                    case "\"classes\"" ->
                            visible("info.picocli.CommandLine")
                                    + visible("org.gaul.s3proxy.S3Proxy");
                    case "\"loader\"" ->
                            getClass()
                                            .getClassLoader()
                                            .equals(Thread.currentThread().getContextClassLoader())
                                    ? "own"
                                    : "other";
                    default -> context.getFunctionName() + " " + event;
                };
        output.write(answer.getBytes(StandardCharsets.UTF_8));
    }

    private static String visible(String className) {
        try {
            return Class.forName(className).getName();
        } catch (ClassNotFoundException e) {
            return "-";
        }
    }
}
