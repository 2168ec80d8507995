/// Runs functions from their zips as Lambda does: isolated classes, Lambda's own serialisation of
/// events, timeouts, event source mappings and schedules.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.local.lambda;
