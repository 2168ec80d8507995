/// The command `demo`: every flow on embedded services, checked and shown.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.local.demo;
