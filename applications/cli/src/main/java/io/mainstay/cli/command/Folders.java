package io.mainstay.cli.command;

import io.mainstay.runner.settings.InvalidSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** State folders, which nobody else may look into. */
final class Folders {
    private Folders() {}

    /** Makes a folder and its parents, unless it is there. */
    static void createPrivately(Path folder) {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
        } catch (IOException e) {
            throw new InvalidSettings(List.of("the folder " + folder + " can't be made (" + e.getMessage()
                    + "): make its parent writable, or set MAINSTAY_HOME to another folder"));
        }
    }
}
