package io.mainstay.simulator.script;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One line of a script, or a block of lines. Values are as written; variables in them are replaced when it is run. */
sealed interface Statement {
    int line();

    /** A connection is made, and nothing is said. */
    record Open(int line, String client) implements Statement {}

    /** The prefix and the versions that the client speaks. */
    record Greet(int line, String client, String minVersion, String maxVersion, String options) implements Statement {}

    /**
     * Everything up to a session that is ready; what the gateway tells on the way is dropped.
     *
     * @param version empty for the script's
     * @param next the variable that takes the next valid order id; empty if nobody needs it
     */
    record Connect(int line, String client, String clientId, String version, String next) implements Statement {}

    record Send(int line, String client, String name, Map<String, String> fields) implements Statement {
        public Send {
            fields = Map.copyOf(fields);
        }
    }

    /**
     * The message must come.
     *
     * @param immediately whether it must be the very next one; otherwise those before it are dropped
     */
    record Expect(int line, String client, MessagePattern pattern, boolean immediately, Duration within)
            implements Statement {}

    /** All of them must come, in whatever order; others between them are dropped. */
    record ExpectAll(int line, String client, List<MessagePattern> patterns, Duration within) implements Statement {
        public ExpectAll {
            patterns = List.copyOf(patterns);
        }
    }

    /** No message, or none such, may have come or come in that time. */
    record ExpectNone(int line, String client, Optional<MessagePattern> pattern, Duration during)
            implements Statement {}

    /** The gateway must end the connection. */
    record ExpectClosed(int line, String client, Duration within) implements Statement {}

    /** The gateway must answer the greeting with this version. */
    record ExpectGreeting(int line, String client, String version, Duration within) implements Statement {}

    /** What has come so far is forgotten. */
    record Drop(int line, String client) implements Statement {}

    record Advance(int line, Duration by) implements Statement {}

    record SwitchFault(int line, String name, boolean on) implements Statement {}

    /** The client ends the connection, in order or by vanishing. */
    record End(int line, String client, boolean vanishes) implements Statement {}

    /** Bytes as they are, in hexadecimal digits. */
    record Raw(int line, String client, String hex) implements Statement {}

    /** A frame of text fields, each ended by a bar. */
    record Frame(int line, String client, String fields) implements Statement {}

    /** What the user does at TWS's window. */
    record Window(int line, WindowAct act, Map<String, String> values) implements Statement {
        public Window {
            values = Map.copyOf(values);
        }
    }

    /** What the user of TWS's window can do. */
    enum WindowAct {
        /** Enters an order: {@code contract.*}, {@code order.*}, and the variable of its {@code permId}. */
        ENTERS,
        /** Cancels the order of a {@code permId}. */
        CANCELS,
        /** An exchange corrects the price of an {@code execId}. */
        CORRECTS,
        /** A bulletin with a {@code text}. */
        PUBLISHES
    }
}
