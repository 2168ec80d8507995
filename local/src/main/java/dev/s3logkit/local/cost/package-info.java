/// What keeping and reading logs costs, with and without s3logkit. The formulas are in
/// `docs/cost.md`; they are plain arithmetic over counts, sizes and list prices.
@NullMarked
package dev.s3logkit.local.cost;

import org.jspecify.annotations.NullMarked;
