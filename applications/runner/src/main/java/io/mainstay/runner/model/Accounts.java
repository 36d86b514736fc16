package io.mainstay.runner.model;

import java.util.List;

/** What an account's id tells, and how it may be written into logs. */
public final class Accounts {
    private Accounts() {}

    /** The id with its middle hidden, such as {@code DU***67}. */
    public static String mask(String account) {
        if (account.length() < 5) {
            return "***";
        }
        return account.substring(0, 2) + "***" + account.substring(account.length() - 2);
    }

    /** Several ids, each masked. */
    public static String mask(List<String> accounts) {
        return String.join(", ", accounts.stream().map(Accounts::mask).toList());
    }

    /** Whether IB gives such ids to paper accounts only: {@code DU} for one, {@code DF} for an advisor's. */
    public static boolean isPaper(String account) {
        return account.startsWith("DU") || account.startsWith("DF");
    }
}
