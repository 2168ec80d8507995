package dev.s3logkit.orchestrator.plan;

import dev.s3logkit.common.s3.S3Uri;
import java.time.LocalDate;

/// Where everything of a date is.
///
/// @param folder of manifests, plans and marks; its key ends in `/`
/// @param archives where archives go; its key ends in `/`
public record PlanNames(S3Uri folder, S3Uri archives) {

    /// The names for a date.
    ///
    /// @param manifests bucket and prefix of manifests; a slash is added to a prefix without one
    public static PlanNames of(S3Uri manifests, LocalDate date) {
        String prefix = manifests.key();
        String folder = prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
        return new PlanNames(
                new S3Uri(manifests.bucket(), folder + date + "/"),
                new S3Uri(manifests.bucket(), "compressed-logs/" + date + "/"));
    }

    /// A plan: the first one of the date, or a supplement.
    public S3Uri plan(int number) {
        return folder.append(stem(number) + ".json");
    }

    /// Says that every manifest of a plan is there.
    public S3Uri written(int number) {
        return folder.append(stem(number) + "-written.json");
    }

    private static String stem(int number) {
        return number == 1 ? "plan" : "plan-" + number;
    }

    /// What a part's objects are.
    public S3Uri manifest(String part) {
        return folder.append(part + "-manifest.txt");
    }

    /// What becomes of them.
    public S3Uri archive(String part) {
        return archives.append(part + ".zip");
    }

    /// Says that a compressor was started.
    public S3Uri started(String part, int attempt) {
        return folder.append(part + "-started-" + attempt + ".json");
    }

    /// What people should look at of an inventory: keys that name no account or region, and others
    /// that are in no manifest.
    ///
    /// @param inventory a short digest of what was read
    public S3Uri unknown(String inventory) {
        return folder.append("inventory-" + inventory + "-unknown.json");
    }

    /// The rows of an inventory that could not be read.
    ///
    /// @param inventory a short digest of what was read
    public S3Uri rejects(String inventory) {
        return folder.append("inventory-" + inventory + "-rejects.jsonl");
    }
}
