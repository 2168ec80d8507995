package dev.s3logkit.common.archive.squashfs;

import static dev.s3logkit.common.archive.squashfs.SquashfsConstants.MAX_LINKS;
import static dev.s3logkit.common.archive.squashfs.SquashfsConstants.MAX_PATH;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Follows symbolic links without leaving the image.
final class LinkResolver {

    private final SquashfsImage image;
    private final String path;
    private final Deque<SquashfsEntry> folders = new ArrayDeque<>();

    /// Names that are still to be looked up.
    private final Deque<String> names = new ArrayDeque<>();

    private int links;

    private LinkResolver(SquashfsImage image, String path) {
        this.image = image;
        this.path = path;
    }

    static @Nullable SquashfsEntry resolve(SquashfsImage image, String path) throws IOException {
        if (path.isEmpty()) {
            return image.root();
        }
        for (String name : path.split("/", -1)) {
            if (name.isEmpty() || name.equals(".") || name.equals("..")) {
                return null;
            }
        }
        return new LinkResolver(image, path).resolve();
    }

    private @Nullable SquashfsEntry resolve() throws IOException {
        push(path);
        SquashfsEntry at = image.root();
        while (!names.isEmpty()) {
            String name = names.pop();
            if (!at.isDirectory()) {
                return null;
            }
            if (name.equals("..")) {
                at = parent();
            } else if (!name.isEmpty() && !name.equals(".")) {
                SquashfsEntry child = image.child(at, name);
                if (child == null) {
                    return null;
                }
                String target = image.linkTarget(child);
                if (target == null) {
                    folders.push(at);
                    at = child;
                } else {
                    follow(target);
                }
            }
        }
        return at;
    }

    private SquashfsEntry parent() throws AccessDeniedException {
        SquashfsEntry parent = folders.poll();
        if (parent == null) {
            throw new AccessDeniedException(path, null, "a symbolic link leads above the root");
        }
        return parent;
    }

    private void follow(String target) throws IOException {
        if (++links > MAX_LINKS) {
            throw new FileSystemLoopException(path);
        }
        if (target.startsWith("/")) {
            throw new AccessDeniedException(path, target, "a symbolic link is absolute");
        }
        push(target);
    }

    private void push(String text) throws IOException {
        String[] parts = text.split("/", -1);
        if (names.size() + parts.length > MAX_PATH) {
            throw image.limit("names of a path", names.size() + parts.length, MAX_PATH);
        }
        for (int i = parts.length - 1; i >= 0; i--) {
            names.push(parts[i]);
        }
    }
}
