package io.mainstay.protocol.value;

import java.time.DateTimeException;
import java.time.ZoneId;

/**
 * The zones as gateways write them: names of the time zone database, the same with a description in parentheses,
 * abbreviations, and names of Windows. An abbreviation means the zone of its exchange with summer time, as IB means it:
 * {@code EST} is New York.
 */
public final class Zones {
    private Zones() {}

    /**
     * The zone of a text such as {@code US/Eastern}, {@code America/New_York (Eastern Standard Time)} or {@code EST}.
     *
     * @throws DateTimeException if it is no zone that is known here; a guess would shift a trading session by hours
     */
    public static ZoneId parse(String text) {
        int parenthesis = text.indexOf(" (");
        String name = (parenthesis < 0 ? text : text.substring(0, parenthesis)).strip();
        if (name.isEmpty()) {
            throw new DateTimeException("no time zone is given");
        }
        try {
            return ZoneId.of(known(name));
        } catch (DateTimeException e) {
            throw new DateTimeException("the time zone \"" + text + "\" is not known here", e);
        }
    }

    private static String known(String name) {
        return switch (name) {
            case "EST", "EDT", "EST5EDT", "Eastern Standard Time", "Eastern Daylight Time" -> "America/New_York";
            case "CST", "CDT", "CST6CDT", "CTT", "Central Standard Time", "Central Daylight Time" -> "America/Chicago";
            case "MST", "MDT", "MST7MDT", "Mountain Standard Time", "Mountain Daylight Time" -> "America/Denver";
            case "PST", "PDT", "PST8PDT", "Pacific Standard Time", "Pacific Daylight Time" -> "America/Los_Angeles";
            case "BST", "GB", "British Summer Time", "Greenwich Mean Time", "GMT Standard Time" -> "Europe/London";
            case "CEST",
                    "MEZ",
                    "MESZ",
                    "MET",
                    "CET",
                    "Central European Standard Time",
                    "Central European Time",
                    "Central European Summer Time",
                    "Central Europe Standard Time",
                    "W. Europe Standard Time",
                    "Romance Standard Time" -> "Europe/Paris";
            case "EEST", "EET", "Eastern European Standard Time", "Eastern European Time", "FLE Standard Time" ->
                "Europe/Helsinki";
            case "MSK", "Russian Standard Time" -> "Europe/Moscow";
            case "IST", "India Standard Time" -> "Asia/Kolkata";
            case "HKT", "Hong Kong Time", "Hong Kong Standard Time" -> "Asia/Hong_Kong";
            case "China Standard Time", "China Time" -> "Asia/Shanghai";
            case "SGT", "Singapore Standard Time", "Singapore Time" -> "Asia/Singapore";
            case "KST", "Korea Standard Time", "Korean Standard Time" -> "Asia/Seoul";
            case "JST", "Japan Standard Time", "Tokyo Standard Time" -> "Asia/Tokyo";
            case "AET", "AEST", "AEDT", "AUS Eastern Standard Time", "Australian Eastern Standard Time" ->
                "Australia/Sydney";
            case "NZST", "NZDT", "New Zealand Standard Time" -> "Pacific/Auckland";
            case "Atlantic Standard Time", "Atlantic Daylight Time", "ADT" -> "America/Halifax";
            case "Newfoundland Standard Time" -> "America/St_Johns";
            case "US Mountain Standard Time" -> "America/Phoenix";
            case "Alaskan Standard Time", "AKST", "AKDT" -> "America/Anchorage";
            case "Hawaiian Standard Time", "HST" -> "Pacific/Honolulu";
            case "SA Pacific Standard Time" -> "America/Bogota";
            case "E. South America Standard Time", "Brasilia Standard Time", "BRT" -> "America/Sao_Paulo";
            case "Argentina Standard Time" -> "America/Argentina/Buenos_Aires";
            case "GTB Standard Time" -> "Europe/Bucharest";
            case "E. Europe Standard Time" -> "Europe/Chisinau";
            case "Turkey Standard Time", "TRT" -> "Europe/Istanbul";
            case "Israel Standard Time" -> "Asia/Jerusalem";
            case "South Africa Standard Time", "SAST" -> "Africa/Johannesburg";
            case "Egypt Standard Time" -> "Africa/Cairo";
            case "Arab Standard Time" -> "Asia/Riyadh";
            case "Arabian Standard Time", "Gulf Standard Time" -> "Asia/Dubai";
            case "SE Asia Standard Time", "Indochina Time" -> "Asia/Bangkok";
            case "Taipei Standard Time" -> "Asia/Taipei";
            case "W. Australia Standard Time", "AWST" -> "Australia/Perth";
            case "E. Australia Standard Time" -> "Australia/Brisbane";
            case "AUS Central Standard Time" -> "Australia/Darwin";
            case "Cen. Australia Standard Time", "ACST" -> "Australia/Adelaide";
            case "GMT", "UTC", "Z", "Coordinated Universal Time" -> "UTC";
            default -> name;
        };
    }
}
