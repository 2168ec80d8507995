/// HTTP/1.1 as far as a signed GET of S3 needs it: connections that are kept, requests signed by
/// Signature Version 4, answers read within bounds. Knows nothing of objects.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.common.s3.http;
