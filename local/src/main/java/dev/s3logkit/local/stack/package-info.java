/// The embedded AWS as a whole, wired from a template.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.local.stack;
