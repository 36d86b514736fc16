package io.mainstay.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/** Makes the folders and removes the leftovers of the worker's files. */
final class StateFolders {
    /** The longest path that the kernel takes for a Unix socket, without its final zero. */
    private static final int SOCKET_PATH_BYTES_MAX = 107;

    private StateFolders() {}

    /** Makes the folder of a file, for its owner alone, if it is not there. */
    static void makeFor(Path file) throws StartupException {
        Path folder = file.getParent();
        if (folder == null) {
            throw new StartupException("failed " + file + " has no folder; give a path inside a folder");
        }
        try {
            if (Files.notExists(folder)) {
                Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
        } catch (IOException e) {
            throw new StartupException("failed the folder " + folder + " can't be made (" + e + ")", e);
        }
    }

    /** Clears the place of the socket: a socket left by a dead worker goes, anything else stays and is a failure. */
    static void clearSocket(Path socket) throws StartupException {
        if (socket.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8).length > SOCKET_PATH_BYTES_MAX) {
            throw new StartupException("failed the socket path " + socket + " is longer than " + SOCKET_PATH_BYTES_MAX
                    + " bytes; choose a shorter folder, for example through MAINSTAY_HOME");
        }
        try {
            if (Files.notExists(socket, LinkOption.NOFOLLOW_LINKS)) {
                return;
            }
            var attributes = Files.readAttributes(socket, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isOther()) {
                throw new StartupException(
                        "failed " + socket + " is not a socket; it was left alone, remove it or choose another path");
            }
            Files.delete(socket);
        } catch (IOException e) {
            throw new StartupException("failed the old socket " + socket + " can't be removed (" + e + ")", e);
        }
    }

    /** Restricts folder and socket to their owner. */
    static void restrictSocket(Path socket) throws IOException {
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
        Path folder = socket.getParent();
        if (folder != null && isOwnedByUs(folder, socket)) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private static boolean isOwnedByUs(Path folder, Path ours) throws IOException {
        boolean shared = folder.equals(Path.of(System.getProperty("java.io.tmpdir", "/tmp")));
        return !shared && Files.getOwner(folder).equals(Files.getOwner(ours));
    }
}
