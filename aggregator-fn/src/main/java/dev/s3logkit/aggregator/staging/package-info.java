/// The staging folder that aggregator and transformer share: fragments, sets, ledgers, leases.
///
/// `docs/formats.md` describes every file. Nothing here is ever appended to or renamed once other
/// processes can see it, because the folder may be NFS, where names are cached for up to a minute.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.aggregator.staging;
