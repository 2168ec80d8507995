/// Finds the records of application logs that rules ask for. Knows nothing of AWS.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.errorreport.extract;
