/// The command line as a whole: global options, errors as sentences, the commands that run the
/// embedded AWS.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.local.cli;
