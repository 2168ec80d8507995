package dev.s3logkit.local.testfunction;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/// Writes down what it gets, one file for each invocation, and fails as the messages ask for.
public final class RecordingHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {

    private final Path folder;

    public RecordingHandler(Map<String, String> environment) {
        this.folder = Path.of(environment.get("ROOT"));
    }

    @Override
    public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
        List<String> lines = new ArrayList<>();
        List<BatchItemFailure> failures = new ArrayList<>();
        for (SQSMessage message : event.getRecords()) {
            String body = message.getBody();
            lines.add(body);
            if (body.contains("poison")) {
                failures.add(new BatchItemFailure(message.getMessageId()));
            } else if (body.contains("stranger")) {
                failures.add(new BatchItemFailure("no-such-message"));
            }
        }
        if (lines.toString().contains("slow")) {
            lines.add("running " + countWhileWorking());
        }
        write(lines);
        if (lines.toString().contains("explode")) {
            throw new IllegalStateException("asked to explode");
        }
        if (lines.toString().contains("hang")) {
            hang(context);
        }
        return new SQSBatchResponse(failures);
    }

    private void write(List<String> lines) {
        try {
            Files.createDirectories(folder);
            Path temporary = Files.createTempFile(folder, "", ".tmp");
            Files.write(temporary, lines);
            Files.move(temporary, folder.resolve(UUID.randomUUID() + ".txt"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// How many invocations are at work, this one included; takes a while, so that others may come.
    private long countWhileWorking() {
        try {
            Path running = Files.createDirectories(folder.resolveSibling("running"));
            Path marker = Files.createTempFile(running, "", "");
            Thread.sleep(200);
            try (Stream<Path> markers = Files.list(running)) {
                return markers.count();
            } finally {
                Files.delete(marker);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static void hang(Context context) {
        try {
            Thread.sleep(context.getRemainingTimeInMillis() + 60_000L);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }
}
