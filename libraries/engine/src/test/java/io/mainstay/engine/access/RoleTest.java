package io.mainstay.engine.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.engine.routing.Route;
import io.mainstay.engine.routing.RoutingTable;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoleTest {
    private static final Set<String> ABOUT_ACCOUNTS = Set.of(
            "REQ_OPEN_ORDERS",
            "REQ_ALL_OPEN_ORDERS",
            "REQ_COMPLETED_ORDERS",
            "REQ_EXECUTIONS",
            "REQ_ACCT_DATA",
            "REQ_ACCOUNT_UPDATES_MULTI",
            "CANCEL_ACCOUNT_UPDATES_MULTI",
            "REQ_ACCOUNT_SUMMARY",
            "CANCEL_ACCOUNT_SUMMARY",
            "REQ_POSITIONS",
            "CANCEL_POSITIONS",
            "REQ_POSITIONS_MULTI",
            "CANCEL_POSITIONS_MULTI",
            "REQ_PNL",
            "CANCEL_PNL",
            "REQ_PNL_SINGLE",
            "CANCEL_PNL_SINGLE",
            "REQ_FA",
            "REQ_FAMILY_CODES",
            "REQ_SOFT_DOLLAR_TIERS",
            "REQ_USER_INFO");

    private static final Set<String> TRADING = Set.of(
            "PLACE_ORDER",
            "CANCEL_ORDER",
            "REQ_GLOBAL_CANCEL",
            "EXERCISE_OPTIONS",
            "REQ_AUTO_OPEN_ORDERS",
            "UPDATE_DISPLAY_GROUP",
            "SET_SERVER_LOGLEVEL");

    private static final Set<String> ADMINISTRATION = Set.of(
            "REPLACE_FA",
            "REQ_CONFIG",
            "UPDATE_CONFIG",
            "VERIFY_REQUEST",
            "VERIFY_MESSAGE",
            "VERIFY_AND_AUTH_REQUEST",
            "VERIFY_AND_AUTH_MESSAGE");

    private static Role least(Route route) {
        if (ADMINISTRATION.contains(route.wireName())) {
            return Role.ADMIN;
        }
        if (TRADING.contains(route.wireName())) {
            return Role.TRADE;
        }
        return ABOUT_ACCOUNTS.contains(route.wireName()) ? Role.READ_ONLY : Role.DATA;
    }

    @Test
    void shouldPermitEveryMessageToTheRolesThatItIsForAndToNoOther() {
        assertThat(RoutingTable.routes()).hasSizeGreaterThan(80);
        for (Route route : RoutingTable.routes()) {
            for (Role role : Role.values()) {
                assertThat(role.permits(route.messageId()))
                        .as("%s to %s", route.wireName(), role)
                        .isEqualTo(role.compareTo(least(route)) >= 0);
            }
        }
    }

    @Test
    void shouldPermitMessagesThatNobodyKnowsToNoRole() {
        Set<Integer> known =
                Set.copyOf(RoutingTable.routes().stream().map(Route::messageId).toList());
        for (int id = -2; id < 2_000; id++) {
            if (!known.contains(id)) {
                for (Role role : Role.values()) {
                    assertThat(role.permits(id)).as("%d to %s", id, role).isFalse();
                }
            }
        }
    }
}
