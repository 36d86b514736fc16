package io.mainstay.engine.access;

/**
 * What is known of a client before it says anything.
 *
 * @param uid the user whose process it is, by the kernel's word; {@link #UNKNOWN_UID} if the kernel can't tell
 * @param certificate the common name of the certificate that it proved to hold; empty if none
 * @param address where it comes from, without the port; empty for a Unix socket
 */
public record Peer(Via via, int uid, String certificate, String address) {
    public static final int UNKNOWN_UID = -1;

    /** A client of a user of this machine. */
    public static Peer local(Via via, int uid) {
        return new Peer(via, uid, "", "");
    }

    /** How it is told in logs. */
    public String text() {
        return via.word()
                + (uid == UNKNOWN_UID ? "" : " uid " + uid)
                + (address.isEmpty() ? "" : " " + address)
                + (certificate.isEmpty() ? "" : " certificate \"" + certificate + "\"");
    }

    /** Who is behind it, for counting attempts. */
    String source() {
        return uid == UNKNOWN_UID ? via + " " + address : via + " uid " + uid;
    }
}
