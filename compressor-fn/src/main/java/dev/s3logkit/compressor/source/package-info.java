/// What goes into an archive: the manifest, the objects that it means, and whether all can be read.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.compressor.source;
