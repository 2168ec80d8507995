package dev.s3logkit.orchestrator.plan;

/// One manifest of a plan.
///
/// @param name `<account>-<region>`, and from the second one of a group on `-2`, `-3`, …
/// @param group `<account>-<region>`
/// @param number 1 for the group's first manifest
/// @param objects lines of the manifest
/// @param bytes of the objects, as the inventory says
/// @param manifestBytes length of the manifest
/// @param sha256 of the manifest, 64 hex digits in lower case
public record PlanPart(
        String name,
        String group,
        int number,
        long objects,
        long bytes,
        long manifestBytes,
        String sha256) {

    static String name(String group, int number) {
        return number == 1 ? group : group + "-" + number;
    }
}
