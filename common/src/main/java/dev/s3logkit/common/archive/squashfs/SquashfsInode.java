package dev.s3logkit.common.archive.squashfs;

/// An inode, by what it is.
public sealed interface SquashfsInode {

    /// What every inode has.
    SquashfsAttributes attributes();

    /// Of a file's content or a link's target, bytes; 0 for all others.
    long size();

    /// A place in a metadata table.
    ///
    /// @param block position of the block's header in the image
    /// @param offset in the unpacked block
    record Place(long block, int offset) {}

    /// A folder.
    ///
    /// @param parent number of the inode of the folder that it is in
    /// @param listing block of its listing, relative to the directory table
    /// @param listingOffset in that block
    /// @param listingSize bytes of its listing
    /// @param index where its index starts
    /// @param indexCount entries of its index
    record Directory(
            SquashfsAttributes attributes,
            long parent,
            long listing,
            int listingOffset,
            long listingSize,
            Place index,
            int indexCount)
            implements SquashfsInode {
        @Override
        public long size() {
            return 0;
        }
    }

    /// A regular file.
    ///
    /// @param start position of its first block
    /// @param fragment number of the fragment block that holds its end, or 0xffffffff
    /// @param fragmentOffset where its end starts in that block, unpacked
    /// @param blockList where the list of its blocks' lengths starts
    record File(
            SquashfsAttributes attributes,
            long size,
            long start,
            long fragment,
            long fragmentOffset,
            Place blockList)
            implements SquashfsInode {}

    /// A symbolic link.
    ///
    /// @param target as stored, mapped as [EntryName] says
    record SymbolicLink(SquashfsAttributes attributes, long size, String target)
            implements SquashfsInode {}

    /// A block or character device.
    record Device(SquashfsAttributes attributes, int major, int minor) implements SquashfsInode {
        @Override
        public long size() {
            return 0;
        }
    }

    /// A FIFO or a socket.
    record Endpoint(SquashfsAttributes attributes) implements SquashfsInode {
        @Override
        public long size() {
            return 0;
        }
    }
}
