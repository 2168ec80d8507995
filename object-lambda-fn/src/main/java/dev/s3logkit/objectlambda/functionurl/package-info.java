/// The bucket behind a function URL: requests and answers in Lambda's payload format 2.0, who may
/// ask, and what to do with content that is too large for a buffered answer.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.objectlambda.functionurl;
