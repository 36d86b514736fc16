package io.mainstay.worker;

import io.mainstay.engine.access.AccessFile;
import io.mainstay.engine.access.AccessFileException;
import io.mainstay.engine.access.AccessRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/** The rules of a worker, from their file. */
final class AccessFiles {
    private AccessFiles() {}

    /**
     * Reads the rules; without a file only this process's own user, and root, may come in.
     *
     * @throws ConfigurationException if the file is not understood or not trusted: a worker never has fewer rules than written
     */
    static AccessRules load(Path file) throws ConfigurationException {
        try {
            int ownUid = OwnFile.ownUid();
            return Files.notExists(file)
                    ? AccessRules.ownUserOnly(ownUid)
                    : AccessFile.read(OwnFile.read(file), ownUid, AccessFiles::uidOf);
        } catch (AccessFileException e) {
            throw new ConfigurationException(file + " " + e.getMessage(), e);
        } catch (IOException e) {
            throw new ConfigurationException("the rules can't be read: " + e.getMessage(), e);
        }
    }

    /** The number of a user of this machine. */
    private static OptionalInt uidOf(String name) {
        try {
            for (String line : Files.readAllLines(Path.of("/etc/passwd"), StandardCharsets.ISO_8859_1)) {
                String[] fields = line.split(":");
                if (fields.length > 2 && fields[0].equals(name) && fields[2].matches("\\d{1,9}")) {
                    return OptionalInt.of(Integer.parseInt(fields[2]));
                }
            }
            return OptionalInt.empty();
        } catch (IOException e) {
            // The rule then fails by its line, which says that there is no such user.
            return OptionalInt.empty();
        }
    }
}
