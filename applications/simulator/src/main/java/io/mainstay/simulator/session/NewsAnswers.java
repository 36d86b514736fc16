package io.mainstay.simulator.session;

import io.mainstay.protocol.message.HistoricalNews;
import io.mainstay.protocol.message.HistoricalNewsEnd;
import io.mainstay.protocol.message.NewsArticle;
import io.mainstay.protocol.message.NewsProvider;
import io.mainstay.protocol.message.NewsProviders;
import io.mainstay.protocol.message.ReqHistoricalNews;
import io.mainstay.protocol.message.ReqNewsArticle;
import io.mainstay.protocol.message.ReqNewsBulletins;
import io.mainstay.protocol.message.TickNews;
import io.mainstay.protocol.message.UpdateNewsBulletin;
import io.mainstay.protocol.value.TwsTime;
import io.mainstay.simulator.market.Bar;
import io.mainstay.simulator.market.BarQuery;
import io.mainstay.simulator.market.BarSize;
import io.mainstay.simulator.market.HistoryWindow;
import io.mainstay.simulator.market.Instrument;
import io.mainstay.simulator.market.Instruments;
import io.mainstay.simulator.market.MarketData;
import io.mainstay.simulator.market.PriceKind;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * News of a provider that every customer has: on each trading day one article about each stock, which says how the day
 * went. Bulletins are sent when {@link #publish} is called. Times of articles are those of the close, in UTC.
 */
final class NewsAnswers {
    private static final String PROVIDER = "BRFG";
    private static final int MOST_ARTICLES = 300;
    private static final int MOST_BULLETINS = 1000;
    private static final DateTimeFormatter BOUND = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyyMMdd", Locale.ROOT);
    private static final Pattern ARTICLE = Pattern.compile(PROVIDER + "\\$([0-9a-f]{1,8})-(\\d{8})");
    private static final Pattern TIME =
            Pattern.compile("(\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2})(?:\\.\\d+)?(?: ([A-Za-z][A-Za-z0-9/_+-]*))?");

    /** One article. */
    record Item(Instant time, String id, String headline, String text) {
        TickNews tick(int reqId) {
            return new TickNews(reqId, time.toEpochMilli(), PROVIDER, id, headline, "");
        }
    }

    private final Gateway gateway;
    private final Instruments instruments;
    private final MarketData market;
    /** Of this day, for those who ask for all; at most {@link #MOST_BULLETINS}. */
    private final List<UpdateNewsBulletin> bulletins = new ArrayList<>();

    private final Set<Session> listeners = new LinkedHashSet<>();

    NewsAnswers(Gateway gateway, Instruments instruments, MarketData market) {
        this.gateway = gateway;
        this.instruments = instruments;
        this.market = market;
    }

    void providers(Session s) {
        s.send(new NewsProviders(List.of(NewsProvider.builder()
                .code(PROVIDER)
                .name("Briefing.com General Market Columns")
                .build())));
    }

    void article(Session s, ReqNewsArticle m) {
        Matcher form = ARTICLE.matcher(m.articleId());
        Optional<Item> item = Optional.empty();
        if (m.providerCode().equals(PROVIDER) && form.matches()) {
            item = instruments
                    .byConId(Integer.parseUnsignedInt(form.group(1), 16))
                    .flatMap(i -> items(i, Instant.EPOCH, gateway.now()).stream()
                            .filter(candidate -> candidate.id().equals(m.articleId()))
                            .findFirst());
        }
        item.ifPresentOrElse(
                found -> s.send(new NewsArticle(m.reqId(), 0, found.text())),
                () -> s.error(
                        m.reqId(),
                        10172,
                        "Failed to request news article: article " + m.articleId() + " is not available"));
    }

    void historical(Session s, ReqHistoricalNews m) {
        Optional<Instrument> instrument = instruments.byConId(m.conId());
        if (!List.of(m.providerCodes().split("\\+")).contains(PROVIDER)) {
            s.error(
                    m.reqId(),
                    321,
                    "Error validating request.-'cM' : cause - Not allowed news provider code(s): " + m.providerCodes());
            return;
        }
        Optional<Instant> from = bound(m.startDateTime(), Instant.EPOCH);
        Optional<Instant> to = bound(m.endDateTime(), gateway.now());
        if (instrument.isEmpty() || from.isEmpty() || to.isEmpty() || m.totalResults() < 1) {
            s.error(
                    m.reqId(),
                    321,
                    "Error validating request.-'cM' : cause - "
                            + (instrument.isEmpty()
                                    ? "No security has conId " + m.conId()
                                    : m.totalResults() < 1
                                            ? "At least one result must be asked for"
                                            : "The form of times is yyyy-MM-dd HH:mm:ss.0"));
            return;
        }
        List<Item> found = items(instrument.get(), from.get(), to.get());
        int most = Math.min(m.totalResults(), MOST_ARTICLES);
        found.stream()
                .limit(most)
                .forEach(item -> s.send(new HistoricalNews(
                        m.reqId(),
                        BOUND.format(item.time().atZone(ZoneOffset.UTC)) + ".0",
                        PROVIDER,
                        item.id(),
                        item.headline())));
        s.send(new HistoricalNewsEnd(m.reqId(), found.size() > most));
    }

    /** The last article about an instrument. */
    Optional<Item> latest(Instrument instrument) {
        return items(instrument, Instant.EPOCH, gateway.now()).stream().findFirst();
    }

    private static Optional<Instant> bound(String text, Instant otherwise) {
        if (text.isBlank()) {
            return Optional.of(otherwise);
        }
        Matcher form = TIME.matcher(text.strip());
        if (!form.matches()) {
            return WireTime.parse(text).map(TwsTime::instant);
        }
        String zone = form.group(2);
        try {
            return Optional.of(LocalDateTime.parse(form.group(1), BOUND)
                    .atZone(zone == null ? ZoneOffset.UTC : ZoneId.of(zone, ZoneId.SHORT_IDS))
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Articles between two times, the newest first; of the last year at most. */
    private List<Item> items(Instrument i, Instant from, Instant to) {
        Instant now = market.dataNow(i, gateway.now());
        Instant end = to.isBefore(now) ? to : now;
        Instant yearAgo = new HistoryWindow(1, 'Y').from(now, i.calendar(), true);
        PriceKind kind = i.isCash() ? PriceKind.MIDPOINT : PriceKind.TRADES;
        Instant start = from.isAfter(yearAgo) ? from : yearAgo;
        if (!start.isBefore(end)) {
            return List.of();
        }
        Instant first = start.minus(Duration.ofDays(1));
        var items = new ArrayList<Item>();
        for (Bar bar : market.bars(new BarQuery(i, first, end, BarSize.D1, kind, true))) {
            i.calendar()
                    .on(bar.day())
                    .map(io.mainstay.simulator.market.Session::close)
                    .filter(close -> !close.isAfter(end) && !close.isBefore(start))
                    .ifPresent(close -> items.add(item(i, bar, close)));
        }
        return items.reversed();
    }

    private static Item item(Instrument i, Bar bar, Instant close) {
        int side = bar.close().compareTo(bar.open());
        String way = side > 0 ? "ends higher" : side < 0 ? "ends lower" : "ends unchanged";
        return new Item(
                close,
                PROVIDER + "$" + Integer.toHexString(i.conId()) + "-" + DAY.format(bar.day()),
                i.symbol() + " " + way + " at " + bar.close().toPlainString(),
                i.longName() + " opened at " + bar.open().toPlainString() + ", traded between "
                        + bar.low().toPlainString() + " and " + bar.high().toPlainString() + ", and closed at "
                        + bar.close().toPlainString() + ".");
    }

    void bulletins(Session s, ReqNewsBulletins m) {
        listeners.add(s);
        if (m.allMsgs()) {
            bulletins.forEach(s::send);
        }
    }

    void cancelBulletins(Session s) {
        listeners.remove(s);
    }

    /** Publishes a bulletin of IB to everybody who has asked for bulletins. */
    void publish(String text) {
        var bulletin = new UpdateNewsBulletin(bulletins.size() + 1, 1, text, "IB");
        if (bulletins.size() < MOST_BULLETINS) {
            bulletins.add(bulletin);
        }
        listeners.forEach(s -> s.send(bulletin));
    }

    void forget(Session s) {
        listeners.remove(s);
    }
}
