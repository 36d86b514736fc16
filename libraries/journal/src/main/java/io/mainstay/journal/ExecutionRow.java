package io.mainstay.journal;

/**
 * One fill.
 *
 * @param execution the fill in the caller's text form
 * @param commission its commission in the caller's text form; empty as long as it is not known
 */
public record ExecutionRow(String execId, int clientId, String execution, String commission) {}
