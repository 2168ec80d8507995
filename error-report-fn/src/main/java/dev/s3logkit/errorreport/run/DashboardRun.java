package dev.s3logkit.errorreport.run;

import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.errorreport.dashboard.Dashboard;
import java.io.IOException;
import java.time.Instant;

/// Writes the dashboard of what a run has counted.
public final class DashboardRun {

    private final ObjectStore objects;
    private final S3Uri folder;

    /// @param folder of the dashboard; ends in a slash
    public DashboardRun(ObjectStore objects, S3Uri folder) {
        this.objects = objects;
        this.folder = folder;
    }

    /// Where a dashboard is.
    ///
    /// @param written false when there is one of a later window, which was left as it is
    public record Written(S3Uri page, boolean written) {}

    /// Writes page and data of a context. A run for chosen reports or another window has a folder
    /// of its own below `runs/`, beside the one that people keep open.
    public Written run(S3Uri contextPlace) throws IOException {
        SmallObjects small = new SmallObjects(objects);
        RunContext context = RunContext.parse(small.read(contextPlace), contextPlace.toString());
        Dashboard dashboard =
                Dashboard.of(context.windowEnd(), context.generated(), context.reports());
        S3Uri place = context.scheduled() ? folder : folder.append("runs/" + name(contextPlace));
        S3Uri page = place.append("index.html");
        Instant end = context.windowEnd();
        boolean data =
                small.replace(
                        place.append("dashboard.json"), "application/json", dashboard.data(), end);
        boolean written = small.replace(page, "text/html; charset=utf-8", dashboard.html(), end);
        return new Written(page, data && written);
    }

    private static String name(S3Uri contextPlace) {
        String key = contextPlace.key();
        String name = key.substring(key.lastIndexOf('/') + 1);
        return name.substring(0, name.lastIndexOf('.')) + "/";
    }
}
