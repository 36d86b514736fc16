package io.mainstay.cli.command;

import io.mainstay.client.MainstayException;
import io.mainstay.client.worker.WorkerException;
import io.mainstay.client.worker.WorkerHome;
import io.mainstay.runner.settings.RunnerSettings;
import io.mainstay.runner.settings.SettingsReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.Options;

/** {@code mainstay worker token}: makes a secret for one program, and the rule that lets it in. */
final class TokenCommand implements Command {
    private static final int TOKEN_BYTES = 32;
    private static final List<String> ROLES = List.of("data", "read-only", "trade", "admin");

    @Override
    public String name() {
        return "worker token";
    }

    @Override
    public List<String> about() {
        return List.of(
                "Makes a token for one program and adds its rule to the worker's access.conf.",
                "The token is printed once and kept nowhere; the file has its hash. The program shows it as token=... in its"
                        + " connect options or optional capabilities. Edit the file to bound it further;"
                        + " mainstay worker reload makes it hold.");
    }

    @Override
    public Options options() {
        var options = new Options();
        GatewayOption.add(options);
        Flags.addValue(
                options, "--role", "ROLE", "What it may do: " + String.join(", ", ROLES) + " (default: read-only).");
        return options;
    }

    @Override
    public String words() {
        return "NAME";
    }

    @Override
    public int run(Arguments arguments) throws IOException {
        String name = arguments.words().size() == 1 ? arguments.words().getFirst() : "";
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
            throw new UsageException("say whom it is for: a name of letters, digits, dots, dashes and underscores");
        }
        String role = arguments.text("--role").orElse("read-only");
        if (!ROLES.contains(role)) {
            throw new UsageException("--role is one of " + String.join(", ", ROLES) + ", not " + role);
        }
        Path file = file(arguments);
        if (Files.exists(file)
                && Files.readString(file).lines().map(String::strip).anyMatch(("[" + name + "]")::equals)) {
            throw new UsageException(
                    "there is a rule [" + name + "] in " + file + " already; remove it first to replace it");
        }
        byte[] secret = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(secret);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        append(file, "\n[" + name + "]\ntoken = sha256:" + hash(token) + "\nrole = " + role + "\n");
        System.out.println(token);
        System.err.println("mainstay: [" + name + "] was added to " + file
                + "; mainstay worker reload makes it hold in a worker that runs");
        return 0;
    }

    private static Path file(Arguments arguments) throws IOException {
        Settings settings = Settings.load();
        Map<String, String> texts = settings.texts(arguments);
        GatewayOption.into(texts, arguments);
        RunnerSettings.Gateway gateway =
                SettingsReader.read(texts, settings.home()).gateway();
        WorkerHome home = WorkerHome.shared(settings.home(), gateway.host(), gateway.port());
        try {
            home.create();
        } catch (WorkerException e) {
            throw new MainstayException.WorkerFailed(String.valueOf(e.getMessage()));
        }
        return home.access();
    }

    private static void append(Path file, String rule) throws IOException {
        if (Files.notExists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(file, rule, StandardOpenOption.APPEND);
    }

    private static String hash(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
