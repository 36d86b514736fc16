package io.mainstay.runner.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {
    @TempDir
    Path folder;

    @Test
    void shouldMakeTheFolderForItsOwnerAloneAndLeaveNothingInIt() throws IOException {
        Path home = folder.resolve("a/b");

        assertThat(StateFolder.check(home)).isEmpty();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
                .isEqualTo("rwx------");
        try (var files = Files.list(home)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void shouldSayThatTheFolderIsAFile() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(StateFolder.check(file)).hasValueSatisfying(finding -> {
            assertThat(finding.blocking()).isTrue();
            assertThat(finding.exitCode()).isEqualTo(2);
            assertThat(finding.sentence()).contains(file.toString(), "MAINSTAY_HOME");
        });
    }

    @Test
    void shouldTellAFullDiskFromTheKernelsRealAnswer() {
        Path full = Path.of("/dev/full");
        Assumptions.assumeTrue(Files.exists(full), "this system has no /dev/full");
        IOException noSpace = null;
        try (FileChannel channel = FileChannel.open(full, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(1));
        } catch (IOException e) {
            noSpace = e;
        }
        assertThat(noSpace).isNotNull();
        if (noSpace != null) {
            assertThat(StateFolder.finding(folder, noSpace).sentence()).contains("is full", "make room");
        }
    }

    @Test
    void shouldTellReadOnlyFoldersAndForbiddenOnesApart() {
        assertThat(StateFolder.finding(folder, new FileSystemException("x", null, "Read-only file system"))
                        .sentence())
                .contains("read-only file system", "mount");
        assertThat(StateFolder.finding(folder, new AccessDeniedException("x")).sentence())
                .contains("may not be written by this user");
    }

    @Test
    void shouldFindThatThisUserMayNotWrite() throws IOException {
        Path locked = Files.createDirectory(folder.resolve("locked"));
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-x------"));
        try {
            Assumptions.assumeFalse(Files.isWritable(locked), "this user may write everywhere");
            assertThat(StateFolder.check(locked)).isPresent();
        } finally {
            Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("rwx------"));
        }
    }
}
