package io.mainstay.client.worker;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;

/**
 * The folder of one worker, with the names of its files. Two names of this machine's loopback, {@code localhost} and
 * {@code 127.0.0.1}, are one endpoint.
 *
 * @param folder readable by its owner only once {@link #create} has made it
 * @param shared whether all programs use this worker, or one program alone
 */
public record WorkerHome(Path folder, String host, int port, boolean shared) {
    /** The operating system's limit for the path of a Unix socket, less one for its end. */
    static final int MAX_SOCKET_PATH_BYTES = 107;

    private static final int MAX_PORT = 65_535;
    private static final int FRONT_PORT_DISTANCE = 100;

    /** The one worker that all programs of this user share for a gateway. */
    public static WorkerHome shared(Path home, String host, int port) {
        String name = endpointHost(host);
        return new WorkerHome(
                home.toAbsolutePath().normalize().resolve("worker").resolve(fileName(name) + "-" + port),
                name,
                port,
                true);
    }

    /** Makes the folder of a worker for this process alone: {@code private/<pid>-<n>}. */
    static WorkerHome newPrivate(Path home, String host, int port) throws WorkerException {
        Path parent = home.toAbsolutePath().normalize().resolve("private");
        make(parent);
        String pid = Long.toString(ProcessHandle.current().pid());
        for (int n = 1; ; n++) {
            Path folder = parent.resolve(pid + "-" + n);
            try {
                makeOne(folder);
                return new WorkerHome(folder, endpointHost(host), port, false);
            } catch (FileAlreadyExistsException taken) {
                // the next number may be free
            } catch (IOException e) {
                throw unusable(folder, e);
            }
        }
    }

    public Path socket() {
        return folder.resolve("worker.sock");
    }

    /** Where the running worker answers its operator. */
    public Path admin() {
        return folder.resolve("admin.sock");
    }

    /** The rules of who may do what; need not exist. */
    public Path access() {
        return folder.resolve("access.conf");
    }

    /** Locked by the running worker, whose process id it holds. */
    public Path lock() {
        return folder.resolve("worker.lock");
    }

    /** Locked by whoever is about to start or stop the worker. */
    public Path startLock() {
        return folder.resolve("start.lock");
    }

    public Path log() {
        return folder.resolve("worker.log");
    }

    /** What the worker's process wrote to its standard error. */
    public Path errors() {
        return folder.resolve("worker.err");
    }

    public Path journal() {
        return folder.resolve("journal.db");
    }

    /** The loopback port on which programs in other languages find the worker; 0 if there is none. */
    public int frontPort() {
        return shared && port + FRONT_PORT_DISTANCE <= MAX_PORT ? port + FRONT_PORT_DISTANCE : 0;
    }

    /** The gateway's address as {@code host:port}. */
    public String endpoint() {
        return host + ":" + port;
    }

    /** Makes the folder, 0700, with all its parents. */
    public void create() throws WorkerException {
        make(folder);
    }

    /**
     * @throws WorkerException if the operating system can't bind a socket at a path this long
     */
    void requireShortSocketPath() throws WorkerException {
        int bytes = socket().toString().getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        if (bytes > MAX_SOCKET_PATH_BYTES) {
            throw new WorkerException("the worker's socket " + socket() + " would have a path of " + bytes
                    + " bytes, and the operating system allows " + MAX_SOCKET_PATH_BYTES
                    + ": set MAINSTAY_HOME to a shorter folder");
        }
    }

    private static String endpointHost(String host) {
        String lower = host.strip().toLowerCase(Locale.ROOT);
        return lower.equals("localhost") || lower.equals("::1") || lower.equals("[::1]") ? "127.0.0.1" : lower;
    }

    private static String fileName(String host) {
        var name = new StringBuilder(host.length());
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            boolean plain = c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '.' && i > 0 || c == '-';
            name.append(plain ? c : '_');
        }
        return name.toString();
    }

    private static void make(Path folder) throws WorkerException {
        try {
            if (Files.isDirectory(folder)) {
                if (!Files.isWritable(folder)) {
                    throw new java.nio.file.AccessDeniedException(folder.toString());
                }
                return;
            }
            Path parent = folder.getParent();
            if (parent != null && !Files.isDirectory(parent)) {
                make(parent);
            }
            makeOne(folder);
        } catch (FileAlreadyExistsException made) {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                throw unusable(folder, made);
            }
        } catch (IOException e) {
            throw unusable(folder, e);
        }
    }

    private static void makeOne(Path folder) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectory(folder);
        }
    }

    static WorkerException unusable(Path path, IOException e) {
        return new WorkerException(
                "the folder " + path + " can't be used (" + e.getClass().getSimpleName() + ": " + e.getMessage()
                        + "): make it writable, or set MAINSTAY_HOME to another folder",
                e);
    }
}
