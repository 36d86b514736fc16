package io.mainstay.simulator.session;

import io.mainstay.protocol.message.CancelFundamentalData;
import io.mainstay.protocol.message.CancelWshEventData;
import io.mainstay.protocol.message.CancelWshMetaData;
import io.mainstay.protocol.message.FamilyCode;
import io.mainstay.protocol.message.FamilyCodes;
import io.mainstay.protocol.message.HasReqId;
import io.mainstay.protocol.message.ManagedAccounts;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.NextValidId;
import io.mainstay.protocol.message.ReplaceFA;
import io.mainstay.protocol.message.ReqFamilyCodes;
import io.mainstay.protocol.message.ReqFundamentalData;
import io.mainstay.protocol.message.ReqIds;
import io.mainstay.protocol.message.ReqManagedAccts;
import io.mainstay.protocol.message.ReqSoftDollarTiers;
import io.mainstay.protocol.message.ReqUserInfo;
import io.mainstay.protocol.message.ReqWshEventData;
import io.mainstay.protocol.message.ReqWshMetaData;
import io.mainstay.protocol.message.RequestFA;
import io.mainstay.protocol.message.SetServerLogLevel;
import io.mainstay.protocol.message.SoftDollarTiers;
import io.mainstay.protocol.message.StartApi;
import io.mainstay.protocol.message.UserInfo;
import io.mainstay.protocol.message.VerifyAndAuthCompleted;
import io.mainstay.protocol.message.VerifyAndAuthMessage;
import io.mainstay.protocol.message.VerifyAndAuthRequest;
import io.mainstay.protocol.message.VerifyCompleted;
import io.mainstay.protocol.message.VerifyMessage;
import io.mainstay.protocol.message.VerifyRequest;
import io.mainstay.simulator.order.OrderBook;
import java.util.List;

/** Answers that need no market and no account, and the refusals of a gateway without the entitlement. */
final class PlainAnswers {
    private static final String NOT_AN_ADVISOR =
            "Error validating request.-'ck' : cause - FA data operations ignored for non FA customers.";
    private static final String NO_VENDOR = "The intent to authenticate must be stated when the connection starts";

    private final Gateway gateway;
    private final OrderBook orders;

    PlainAnswers(Gateway gateway, OrderBook orders) {
        this.gateway = gateway;
        this.orders = orders;
    }

    void answer(Session s, Message message) {
        switch (message) {
            case ReqIds m -> s.send(new NextValidId(orders.nextValidId(s.requireClientId())));
            case ReqManagedAccts m ->
                s.send(new ManagedAccounts(String.join(",", gateway.settings().accounts())));
            case ReqFamilyCodes m ->
                s.send(new FamilyCodes(gateway.settings().accounts().stream()
                        .map(code -> FamilyCode.builder().accountID(code).build())
                        .toList()));
            case ReqUserInfo m -> s.send(new UserInfo(m.reqId(), ""));
            case ReqSoftDollarTiers m -> s.send(new SoftDollarTiers(m.reqId(), List.of()));
            case StartApi m -> s.error(-1, 321, "Error validating request.-'ax' : cause - The API is started already");
            case SetServerLogLevel m -> {
                if (m.logLevel() < 1 || m.logLevel() > 5) {
                    s.error(-1, 319, "Invalid log level");
                }
            }
            default -> refuse(s, message);
        }
    }

    private static void refuse(Session s, Message message) {
        switch (message) {
            case ReqFundamentalData m -> s.error(m.reqId(), 10358, "Fundamentals data is not allowed.");
            case ReqWshMetaData m -> s.error(m.reqId(), 10276, "News feed is not allowed.");
            case ReqWshEventData m -> s.error(m.reqId(), 10276, "News feed is not allowed.");
            case RequestFA m -> s.error(-1, 321, NOT_AN_ADVISOR);
            case ReplaceFA m -> s.error(m.reqId(), 321, NOT_AN_ADVISOR);
            case VerifyRequest m -> s.send(new VerifyCompleted("false", NO_VENDOR));
            case VerifyMessage m -> s.send(new VerifyCompleted("false", NO_VENDOR));
            case VerifyAndAuthRequest m -> s.send(new VerifyAndAuthCompleted("false", NO_VENDOR));
            case VerifyAndAuthMessage m -> s.send(new VerifyAndAuthCompleted("false", NO_VENDOR));
            // Nothing of these runs, and a gateway says nothing to that.
            case CancelFundamentalData m -> {}
            case CancelWshEventData m -> {}
            case CancelWshMetaData m -> {}
            default -> {
                int id = message instanceof HasReqId request ? request.reqId() : -1;
                s.error(
                        id,
                        321,
                        "Error validating request.-'xx' : cause - " + message.wireName()
                                + " is not supported by this simulator");
            }
        }
    }
}
