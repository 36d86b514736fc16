package io.mainstay.cli.command;

import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** How commands describe their flags, which are long ones all. */
final class Flags {
    private Flags() {}

    /** Adds a flag that is there or not, such as {@code --json}. */
    static void addSwitch(Options options, String flag, String meaning) {
        options.addOption(Option.builder().longOpt(bare(flag)).desc(meaning).get());
    }

    /** Adds a flag that a value follows, such as {@code --seed N}. */
    static void addValue(Options options, String flag, String value, String meaning) {
        options.addOption(Option.builder()
                .longOpt(bare(flag))
                .hasArg()
                .argName(value)
                .desc(meaning)
                .get());
    }

    /** Adds a flag that a value may follow, such as {@code --sim [SCENARIO]}. */
    static void addOptionalValue(Options options, String flag, String value, String meaning) {
        options.addOption(Option.builder()
                .longOpt(bare(flag))
                .optionalArg(true)
                .hasArg()
                .argName(value)
                .desc(meaning)
                .get());
    }

    static String bare(String flag) {
        if (!flag.startsWith("--")) {
            throw new IllegalArgumentException("a flag begins with --: " + flag);
        }
        return flag.substring(2);
    }
}
