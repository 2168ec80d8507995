/// Searches application logs for texts. Knows nothing of AWS but its object store.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.errorreport.search;
