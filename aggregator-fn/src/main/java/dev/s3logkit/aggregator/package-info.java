/// The aggregator: log objects in, partitions of event time out.
///
/// Start reading at [AggregatorHandler] and [Aggregator] for the way in, [TransformerHandler] and
/// [dev.s3logkit.aggregator.transform.Transformer] for the way out.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.aggregator;
