/// What the keys of AWS's log objects say of account, region and day.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.common.keylayout;
