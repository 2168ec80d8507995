/// Turning the logs of a task into one proven tarball.
///
/// What is never violated, however many workers run on the same or overlapping tasks, and whenever
/// any of them is killed:
///
/// - A log is deleted only after it was read back, right, from a tarball that nobody removes.
/// - No two tarballs hold the same log.
///
/// The key of a tarball goes through two states. First it is a [dev.s3logkit.rollup.work.Claim]: a
/// small object that names the logs and a random number, put there only if there was nothing. A
/// worker replaces its own claim by the tarball, in one conditional step, after it has listed the
/// day and found no other tarball or claim with a log of its own. A claim may be removed by anybody
/// at any time, since nothing depends on it; whoever loses its claim cannot complete. A tarball is
/// never removed or replaced.
///
/// Of two workers with a common log, one lists after the other has claimed, and so does not
/// complete while that claim or its tarball is there.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.rollup.work;
