/// What a run says of itself: one JSON line that is log and CloudWatch metric at once.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.common.telemetry;
