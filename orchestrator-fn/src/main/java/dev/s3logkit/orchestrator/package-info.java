/// An inventory becomes manifests per account and region, and a compressor run for each.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.orchestrator;
