package io.mainstay.runner.model;

/**
 * One set of positions and cash: an account under a mode. The paper book of an account and the account itself never mix.
 *
 * @param mode {@code paper}, {@code gateway} or {@code live}
 * @param account the account's id, in full
 */
public record Book(String mode, String account) {
    public Book {
        if (mode.isBlank() || account.isBlank()) {
            throw new IllegalArgumentException("a book needs a mode and an account");
        }
    }

    /** The book's name in the store. */
    public String id() {
        return mode + ":" + account;
    }
}
