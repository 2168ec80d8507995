/// Checks of requests that are signed by AWS Signature Version 4 for the service `s3`, as S3 makes
/// them: in the `Authorization` header or in the query of a presigned URL.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.objectlambda.signature;
