/// S3Proxy in front of the embedded store.
///
/// The package's name matters: S3Proxy tells by `.awssdk.` in the class name of the store behind it
/// that the store judges conditional writes and deletes itself. Under any other name it would
/// refuse them, or judge them beforehand and lose races.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.local.s3.awssdk;
