package io.mainstay.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Reads a file that decides over rights, and so must be its owner's alone. */
final class OwnFile {
    private static final long BYTES_MAX = 1 << 20;
    private static final int ROOT = 0;
    private static final Set<PosixFilePermission> OWNERS = PosixFilePermissions.fromString("rw-------");

    private OwnFile() {}

    /**
     * Reads it whole.
     *
     * @throws IOException if it can't be read, is too large, or others may read or write it
     */
    static String read(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(file + " is not a plain file");
        }
        if (!OWNERS.containsAll(Files.getPosixFilePermissions(file))) {
            throw new IOException(file + " may be used by others; chmod 600 " + file);
        }
        int owner = uid(file);
        if (owner != ownUid() && owner != ROOT) {
            throw new IOException(file + " belongs to another user");
        }
        if (Files.size(file) > BYTES_MAX) {
            throw new IOException(file + " has more than " + BYTES_MAX + " bytes");
        }
        return Files.readString(file);
    }

    /** The user that this process runs as. */
    static int ownUid() throws IOException {
        Path self = Path.of("/proc/self");
        return uid(Files.exists(self) ? self : Path.of(System.getProperty("user.home")));
    }

    private static int uid(Path file) throws IOException {
        return (int) Files.getAttribute(file, "unix:uid");
    }
}
