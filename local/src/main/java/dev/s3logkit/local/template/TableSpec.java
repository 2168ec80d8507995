package dev.s3logkit.local.template;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An `AWS::DynamoDB::Table`.
///
/// @param attributes the types of the key attributes, `S`, `N` or `B`, by name
/// @param timeToLive the attribute that says when an item expires
public record TableSpec(
        String logicalId,
        String name,
        Map<String, String> attributes,
        Key key,
        List<Index> indexes,
        Optional<String> timeToLive) {

    public TableSpec {
        attributes = Map.copyOf(attributes);
        indexes = List.copyOf(indexes);
    }

    /// The names of the key attributes.
    public record Key(String partition, Optional<String> sort) {}

    /// A global secondary index that holds whole items.
    public record Index(String name, Key key) {}
}
