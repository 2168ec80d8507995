/// The objects behind the embedded S3: buckets in memory or in a folder, keys in UTF-8 order, true
/// compare-and-swap, multipart uploads. Knows nothing of HTTP or of the AWS SDK.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.local.s3.store;
