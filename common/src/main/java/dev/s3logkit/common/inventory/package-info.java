/// S3 Inventory: its manifest, and the rows of its CSV files.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.common.inventory;
