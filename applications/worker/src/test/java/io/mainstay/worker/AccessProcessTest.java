package io.mainstay.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mainstay.protocol.message.Contract;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.message.ManagedAccounts;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.Order;
import io.mainstay.protocol.message.PlaceOrder;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who may come into a worker, over real sockets. */
@Timeout(120)
class AccessProcessTest {
    private static final String TOKEN = "b3BlbiBzZXNhbWUgb3BlbiBzZXNhbWUgb3BlbiBzZXM";
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    Path folder;

    private void rules(String text) throws IOException {
        ownFile("access.conf", text);
    }

    private void ownFile(String name, String text) throws IOException {
        Path run = folder.resolve("run");
        Files.createDirectories(run);
        Path file = run.resolve(name);
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static String hash(String token) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    }

    private static int front(String ready) {
        return Integer.parseInt(ready.substring(ready.lastIndexOf('=') + 1));
    }

    @Test
    void shouldCloseTheLoopbackToAnotherUserBeforeAnyByte() throws Exception {
        assumeTrue((int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0, "only root can be another user");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")) || Files.isExecutable(Path.of("/bin/bash")));
        try (var gateway = new ScriptedGateway();
                var worker = WorkerProcess.shared(folder, gateway.port(), "--front-port", "0")) {
            int front = front(worker.line());
            assertThat(asNobody(front)).as("nobody hears nothing").isEmpty();
            try (var own = RawClient.overTcp(front, 200).start(1)) {
                own.next(NextValidId.class);
            }
            assertThat(Files.readString(folder.resolve("worker.log")))
                    .contains("NOT_PERMITTED")
                    .contains("uid 65534");
        }
    }

    /** What another user is answered to the beginning of a handshake. */
    private static byte[] asNobody(int port) throws Exception {
        String script = "exec 3<>/dev/tcp/127.0.0.1/" + port
                + "; printf 'API\\0\\0\\0\\0\\011v100..200' >&3; timeout 10 cat <&3";
        Process process = new ProcessBuilder(
                        "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "/bin/bash", "-c", script)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        byte[] answer = process.getInputStream().readAllBytes();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return answer;
    }

    @Test
    void shouldHoldClientsAgainstTheRulesOfItsFile() throws Exception {
        rules("[robot]\ntoken = sha256:" + hash(TOKEN) + "\nrole = trade\n\n[others]\nrole = read-only\n");
        try (var gateway = new ScriptedGateway();
                var worker = WorkerProcess.shared(folder, gateway.port()).ready();
                var viewer = worker.client(1)) {
            viewer.next(NextValidId.class);
            viewer.send(new PlaceOrder(
                    379,
                    Contract.builder().symbol("AAPL").secType("STK").build(),
                    Order.builder().action("BUY").orderType("MKT").build()));
            ErrorMessage refusal = viewer.next(ErrorMessage.class);
            assertThat(refusal.errorCode()).isEqualTo(321);
            assertThat(refusal.id()).isEqualTo(379);
            assertThat(Files.readString(folder.resolve("worker.log"))).doesNotContain(TOKEN);
        }
    }

    @Test
    void shouldNotStartWithRulesThatItDoesNotUnderstandOrThatOthersCanWrite() throws Exception {
        try (var gateway = new ScriptedGateway()) {
            rules("[a]\nrole = king\n");
            try (var worker = WorkerProcess.shared(folder, gateway.port())) {
                assertThat(worker.line()).startsWith("failed ").contains("access.conf line 2");
                assertThat(worker.exit()).isEqualTo(30);
            }
            rules("[a]\nrole = data\n");
            Files.setPosixFilePermissions(
                    WorkerProcess.socket(folder).resolveSibling("access.conf"),
                    PosixFilePermissions.fromString("rw-rw-rw-"));
            try (var worker = WorkerProcess.shared(folder, gateway.port())) {
                assertThat(worker.line()).startsWith("failed ").contains("chmod 600");
                assertThat(worker.exit()).isEqualTo(30);
            }
            assertThat(gateway.connections).hasValue(0);
        }
    }

    @Test
    void shouldNotStartOnAnAddressThatOthersReachWithoutTls() throws Exception {
        try (var gateway = new ScriptedGateway();
                var worker = WorkerProcess.shared(folder, gateway.port(), "--listen", "0.0.0.0:0")) {
            assertThat(worker.line()).startsWith("failed --listen 0.0.0.0:0").contains("needs TLS");
            assertThat(worker.exit()).isEqualTo(2);
            assertThat(gateway.connections).hasValue(0);
        }
    }

    @Test
    void shouldKeepItsOptionsInAFileBesideItsSocket() throws Exception {
        ownFile("worker.conf", "# wide open?\nlisten = 0.0.0.0:0\n");
        try (var gateway = new ScriptedGateway();
                var worker = WorkerProcess.shared(folder, gateway.port())) {
            assertThat(worker.line()).startsWith("failed --listen 0.0.0.0:0");
            assertThat(worker.exit()).isEqualTo(2);
        }
        ownFile("worker.conf", "socket = /tmp/x\n");
        try (var gateway = new ScriptedGateway();
                var worker = WorkerProcess.shared(folder, gateway.port())) {
            assertThat(worker.line()).contains("worker.conf line 1");
        }
    }

    /** A key pair with a certificate by itself, as PEM files and as a key store. */
    private record Identity(Path certificate, Path key, Path store) {}

    private Identity identity(String name) throws Exception {
        Path store = folder.resolve(name + ".p12");
        Process made = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "it",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD),
                        "-storetype",
                        "PKCS12")
                .redirectErrorStream(true)
                .start();
        String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(made.waitFor()).as(said).isZero();
        KeyStore keys = load(store);
        return new Identity(
                pem(name + ".crt", "CERTIFICATE", keys.getCertificate("it").getEncoded()),
                pem(name + ".key", "PRIVATE KEY", keys.getKey("it", PASSWORD).getEncoded()),
                store);
    }

    private static KeyStore load(Path store) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }

    private Path pem(String file, String what, byte[] bytes) throws IOException {
        return Files.writeString(
                folder.resolve(file),
                "-----BEGIN " + what + "-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + what
                        + "-----\n");
    }

    /** @param own shown to the server; null for none */
    private static SSLSocket connect(int port, Identity server, @org.jspecify.annotations.Nullable Identity own)
            throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", load(server.store()).getCertificate("it"));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own == null ? null : load(own.store()), own == null ? null : PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        var socket = (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
        socket.startHandshake();
        return socket;
    }

    private static int tlsPort(Path folder) throws IOException {
        var status = new AdminClient(WorkerProcess.socket(folder).resolveSibling("admin.sock")).get("/status");
        var matcher = Pattern.compile("0\\.0\\.0\\.0:(\\d+) TLS")
                .matcher(AdminClient.object(status.document(), "worker").toString());
        assertThat(matcher.find()).isTrue();
        return Integer.parseInt(matcher.group(1));
    }

    @Test
    void shouldServeOverTlsWhoeverShowsTheTokenOrACertificateAndNobodyElse() throws Exception {
        Identity server = identity("server");
        Identity alice = identity("alice");
        Identity mallory = identity("mallory");
        rules("[robot]\ntoken = sha256:" + hash(TOKEN) + "\nrole = trade\n\n"
                + "[alice]\ncertificate = alice\nrole = read-only\n");
        try (var gateway = new ScriptedGateway();
                var worker = WorkerProcess.shared(
                                folder,
                                gateway.port(),
                                "--listen",
                                "0.0.0.0:0",
                                "--tls-certificate",
                                server.certificate().toString(),
                                "--tls-key",
                                server.key().toString(),
                                "--tls-client-ca",
                                alice.certificate().toString())
                        .ready()) {
            assertThat(worker.process.isAlive()).isTrue();
            int port = tlsPort(folder);
            try (var robot = RawClient.over(connect(port, server, null), 200).start(1, "token=" + TOKEN)) {
                robot.next(NextValidId.class);
            }
            try (var byCertificate =
                    RawClient.over(connect(port, server, alice), 200).start(2)) {
                assertThat(byCertificate.next(ManagedAccounts.class).accountsList())
                        .isEqualTo("DU9000001");
            }
            try (var nobody = RawClient.over(connect(port, server, null), 200).start(3)) {
                assertThat(nobody.errorsUntilEnd())
                        .singleElement()
                        .satisfies(error -> assertThat(error.errorMsg()).contains("access denied"));
            }
            assertThat(rejected(port, server, mallory))
                    .as("a certificate of another authority")
                    .isTrue();
            assertThat(plaintext(port))
                    .as("a client without TLS hears nothing of ours")
                    .isEmpty();
            assertThat(oldVersion(port, server)).as("TLS 1.2").isTrue();
            try (var again = RawClient.over(connect(port, server, null), 200).start(4, "token=" + TOKEN)) {
                again.next(NextValidId.class);
            }
        }
    }

    private static boolean rejected(int port, Identity server, Identity own) throws Exception {
        try (SSLSocket socket = connect(port, server, own)) {
            // With TLS 1.3 a client learns only by reading that its certificate was refused.
            return socket.getInputStream().read() < 0;
        } catch (SSLException | SocketException e) {
            return true;
        }
    }

    private static boolean oldVersion(int port, Identity server) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", load(server.store()).getCertificate("it"));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        try (var socket = (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.startHandshake();
            return false;
        } catch (SSLException | SocketException e) {
            return true;
        }
    }

    private static List<Integer> plaintext(int port) throws IOException {
        var heard = new ArrayList<Integer>();
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write("API\0\0\0\0\tv100..200".getBytes(StandardCharsets.US_ASCII));
            for (int b = socket.getInputStream().read();
                    b >= 0;
                    b = socket.getInputStream().read()) {
                heard.add(b);
            }
        } catch (EOFException | SocketException closed) {
            return heard;
        }
        return heard;
    }

    @Test
    void shouldNotListenToTheNetworkIfNoRuleLetsAnybodyInFromThere() throws Exception {
        Identity server = identity("server");
        try (var gateway = new ScriptedGateway();
                var worker = WorkerProcess.shared(
                        folder,
                        gateway.port(),
                        "--listen",
                        "0.0.0.0:0",
                        "--tls-certificate",
                        server.certificate().toString(),
                        "--tls-key",
                        server.key().toString())) {
            assertThat(worker.line()).startsWith("failed ").contains("mainstay worker token NAME");
            assertThat(worker.exit()).isEqualTo(30);
            assertThat(gateway.connections).hasValue(0);
        }
    }
}
