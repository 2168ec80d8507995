package dev.s3logkit.local.aggregate;

import dev.s3logkit.aggregator.LogSource;
import dev.s3logkit.local.logs.Progress;
import java.io.IOException;

/// A source whose reading is shown.
record WatchedSource(LogSource source, Progress progress) implements LogSource {

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public void stage(Intake intake) throws IOException {
        source.stage(
                (name, lastModified, body, id) ->
                        intake.take(name, lastModified, progress.watch(body), id));
    }
}
