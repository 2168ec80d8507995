/// A runtime of our own for the function URL: answers are streamed, which Lambda's own Java runtime
/// does not offer.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.objectlambda.runtime;
