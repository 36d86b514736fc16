package io.mainstay.engine.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessFileTest {
    private static final int OWN_UID = 1_000;

    private static AccessRules read(String text) throws AccessFileException {
        return AccessFile.read(
                text, OWN_UID, name -> name.equals("alice") ? OptionalInt.of(1_001) : OptionalInt.empty());
    }

    @Test
    void shouldReadARuleWithAllThatItCanSay() throws Exception {
        AccessRules rules = read("""
                # the desk
                [desk]
                from = unix, loopback
                user = alice, 1002
                token = sha256:%s
                role = trade
                accounts = DU111, DU222
                symbols = AAPL,MSFT
                max-order-quantity = 100
                max-order-value = 10000.50
                orders-per-second = 5
                """.formatted("0a".repeat(32)));
        assertThat(rules.rules().getFirst())
                .isEqualTo(new AccessRule(
                        "desk",
                        Set.of(Via.UNIX, Via.LOOPBACK),
                        new Users(false, false, Set.of(1_001, 1_002)),
                        "0a".repeat(32),
                        "",
                        Role.TRADE,
                        Set.of("DU111", "DU222"),
                        new OrderLimits(Set.of("AAPL", "MSFT"), new BigDecimal("100"), new BigDecimal("10000.50"), 5)));
    }

    @Test
    void shouldLetTheOwnUserInAfterAllRules() throws Exception {
        AccessRules rules = read("[others]\nuser = any\nrole = data\n");
        assertThat(rules.rules()).extracting(AccessRule::name).containsExactly("others", "own-user");
    }

    @Test
    void shouldMeanNobodyElseWhereNoUserIsNamed() throws Exception {
        AccessRule rule = read("[all]\nrole = data\n").rules().getFirst();
        assertThat(rule.fits(Peer.local(Via.LOOPBACK, OWN_UID), OWN_UID)).isTrue();
        assertThat(rule.fits(Peer.local(Via.LOOPBACK, 0), OWN_UID)).as("root").isTrue();
        assertThat(rule.fits(Peer.local(Via.LOOPBACK, 65_534), OWN_UID)).isFalse();
        assertThat(rule.fits(Peer.local(Via.LOOPBACK, Peer.UNKNOWN_UID), OWN_UID))
                .isFalse();
        assertThat(rule.fits(new Peer(Via.NETWORK, Peer.UNKNOWN_UID, "", "10.0.0.9"), OWN_UID))
                .as("the network needs proof")
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [a]\\nrole = boss                                          | line 2: role is one of data, read-only, trade, admin
            [a]\\n                                                     | line 1: [a] has no role
            role = data                                               | line 1: stands before the first [name]
            [a]\\nrole = data\\nrole = trade                            | line 3: role is given twice
            [a]\\nrole = data\\n[a]\\nrole = trade                       | line 3: the rule a stands in line 1 too
            [a]\\nrole = data\\nsymbol = AAPL                           | line 3: unknown key symbol
            [a]\\nrole = data\\naccounts =                              | line 3: accounts has no value
            [a]\\nrole = data\\naccounts = ,                            | line 3: a word is missing beside a comma
            [a]\\nrole = data\\nuser = bob                              | line 3: there is no user bob
            [a]\\nrole = data\\nfrom = lan                              | line 3: from is unix, loopback or network, not lan
            [a]\\nrole = data\\nfrom = network                          | line 3: [a] is for the network, so it needs a token
            [a]\\nrole = data\\ntoken = secret                          | line 3: token is sha256: and 64 hexadecimal digits
            [a]\\nrole = trade\\nmax-order-quantity = -1                | line 3: a number above 0 is needed
            [a]\\nrole = trade\\nmax-order-value = 5                    | line 3: max-order-value bounds what is bought
            [a]\\nrole = trade\\norders-per-second = 0                  | line 3: orders-per-second is a whole number
            [a b]\\nrole = data                                        | line 1: a rule begins with [name]
            nonsense                                                  | line 1: neither [name] nor key = value
            """)
    void shouldNameTheLineOfWhatIsWrong(String text, String complaint) {
        assertThatThrownBy(() -> read(text.replace("\\n", "\n")))
                .isInstanceOf(AccessFileException.class)
                .hasMessageStartingWith(complaint);
    }

    @Test
    void shouldNeverRepeatATokenThatWasWrittenIntoTheFileByMistake() {
        assertThatThrownBy(() -> read("[a]\nrole = data\ntoken = hunter2\n")).hasMessageNotContaining("hunter2");
    }
}
