package dev.s3logkit.local.ses;

import java.util.List;

/// What becomes of a mail that is handed over.
public enum Delivery {
    /// It is taken.
    ACCEPTED,
    /// A recipient is not verified, as in SES's sandbox.
    REFUSED,
    /// SES takes no more for now.
    THROTTLED,
    /// SES fails before it looks at the mail.
    FAILED,
    /// It is taken, and the connection breaks before the answer.
    ACCEPTED_AND_LOST,
    /// The connection breaks before it is taken.
    LOST;

    /// Chooses what becomes of a mail.
    @FunctionalInterface
    public interface Choice {
        /// What becomes of the next mail.
        ///
        /// @param to its recipients
        Delivery of(List<String> to);
    }

    /// By the domain of a recipient, so that everything can be tried without code: `refused.test`,
    /// `throttled.test`, `failed.test`, `answer-lost.test`, `lost.test`. All others are accepted.
    public static Delivery byDomain(List<String> to) {
        for (String address : to) {
            String domain = address.substring(address.lastIndexOf('@') + 1).replace(">", "");
            switch (domain) {
                case "refused.test" -> {
                    return REFUSED;
                }
                case "throttled.test" -> {
                    return THROTTLED;
                }
                case "failed.test" -> {
                    return FAILED;
                }
                case "answer-lost.test" -> {
                    return ACCEPTED_AND_LOST;
                }
                case "lost.test" -> {
                    return LOST;
                }
                default -> {}
            }
        }
        return ACCEPTED;
    }
}
