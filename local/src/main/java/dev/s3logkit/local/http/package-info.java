/// What the stand-ins for AWS's services listen with.
@NullMarked
package dev.s3logkit.local.http;

import org.jspecify.annotations.NullMarked;
