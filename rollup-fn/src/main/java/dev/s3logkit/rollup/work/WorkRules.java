package dev.s3logkit.rollup.work;

import dev.s3logkit.common.archive.tar.TarballFormat;
import java.time.Duration;

/// How tarballs are made and what becomes of the logs.
///
/// @param delete whether logs are deleted once they are proven to be in a tarball
/// @param minAgeDays so many days lie between the day of a log and the day of its deletion, UTC; at
///   least one whatever is given
/// @param format of new tarballs
/// @param storageClass of new tarballs; one that can be read without being restored
/// @param requests logs fetched at the same time
/// @param claimWait how long the claim of another worker is waited for before it is taken for one
///   that was left behind
public record WorkRules(
        boolean delete,
        int minAgeDays,
        TarballFormat format,
        String storageClass,
        int requests,
        Duration claimWait) {}
