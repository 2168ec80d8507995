package dev.s3logkit.errorreport.rule;

import java.util.List;

/// People who get one mail together.
///
/// @param name unique in its rule: letters, digits, `-` and `_`; `default` where the file gives
///   none
/// @param addresses at least one, at most 50, which is what SES takes
public record RecipientGroup(String name, List<String> addresses) {

    public RecipientGroup {
        addresses = List.copyOf(addresses);
    }
}
