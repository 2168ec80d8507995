/// Events of Lambda as they are read: JSON objects whose fields are checked one by one.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.objectlambda.event;
