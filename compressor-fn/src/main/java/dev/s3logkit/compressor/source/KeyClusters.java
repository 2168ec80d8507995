package dev.s3logkit.compressor.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.s3logkit.common.s3.S3Uri;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Objects that one listing may find together: those of one folder, where logs of one kind and day
/// mostly are.
final class KeyClusters {

    private KeyClusters() {}

    /// Neighbours in a sorted list.
    ///
    /// @param from position of the first one
    /// @param to position behind the last one
    /// @param prefix the longest that all of their keys have
    record Cluster(int from, int to, S3Uri prefix) {
        int size() {
            return to - from;
        }
    }

    /// Cuts a list where the bucket or the folder changes.
    ///
    /// @param sorted numbers of objects in the order of [SourceList#compare(int, int)]
    static List<Cluster> of(SourceList sources, Integer[] sorted) {
        List<Cluster> clusters = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= sorted.length; i++) {
            if (i == sorted.length || !sameFolder(sources, sorted[from], sorted[i])) {
                clusters.add(new Cluster(from, i, prefix(sources, sorted[from], sorted[i - 1])));
                from = i;
            }
        }
        return clusters;
    }

    private static boolean sameFolder(SourceList sources, int a, int b) {
        if (sources.bucketNumber(a) != sources.bucketNumber(b)) {
            return false;
        }
        byte[] first = sources.key(a);
        byte[] second = sources.key(b);
        int length = folderLength(first);
        return length == folderLength(second) && Arrays.equals(first, 0, length, second, 0, length);
    }

    private static int folderLength(byte[] key) {
        int i = key.length;
        while (i > 0 && key[i - 1] != '/') {
            i--;
        }
        return i;
    }

    /// What the first and the last of sorted keys have in common, all of them have.
    private static S3Uri prefix(SourceList sources, int first, int last) {
        byte[] a = sources.key(first);
        byte[] b = sources.key(last);
        int common = Arrays.mismatch(a, b);
        int length = common < 0 ? a.length : common;
        // not within a character: bytes after its first one start with the bits 10
        while (length > 0 && length < a.length && (a[length] & 0xc0) == 0x80) {
            length--;
        }
        return new S3Uri(sources.uri(first).bucket(), new String(a, 0, length, UTF_8));
    }
}
