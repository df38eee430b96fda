using System.Globalization;
using Quartz;

namespace Perto.Platform;

/// <summary>
/// The fire times of a job: those of a cron expression in Quartz's syntax (seconds first), in UTC or a named time zone, or every so often,
/// counted from 1970. Every server computes the same ones.
/// </summary>
public sealed class JobSchedule
{
    private const string EveryWord = "every ";
    private const int MostFields = 7;
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    private readonly CronExpression? _cron;
    private readonly TimeSpan _every;

    private JobSchedule(CronExpression cron) => _cron = cron;

    private JobSchedule(TimeSpan every) => _every = every;

    /// <summary>What <see cref="Parse"/> takes, for messages.</summary>
    internal static string Rule =>
        "a Quartz cron expression of 6 or 7 fields (second minute hour day month weekday [year]) such as '0 30 3 * * ?', with a time zone behind it "
        + "where it is not UTC ('0 30 3 * * ? Europe/Berlin'), or 'every 00:15:00' from 1 second to 366 days";

    /// <summary>At the times of a cron expression.</summary>
    /// <param name="expression">Six or seven fields in Quartz's syntax: <c>0 30 3 * * ?</c> is every night at half past three.</param>
    /// <param name="zone">Id of the time zone that the times are of; UTC where it is left out.</param>
    /// <exception cref="FormatException">The expression or the zone is not valid.</exception>
    public static JobSchedule Cron(string expression, string? zone = null)
    {
        TimeZoneInfo? of = TimeZoneInfo.Utc;
        if (zone is not null && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out of))
            throw new FormatException($"there is no time zone '{zone}'");
        // Quartz itself writes 99 for any, and reads it so.
        if (expression.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(2).Any(field => field.Contains("99", StringComparison.Ordinal)))
            throw new FormatException("Minute and Second values must be between 0 and 59");
        var cron = new CronExpression(expression, of);
        return cron.GetNextValidTimeAfter(DateTimeOffset.UnixEpoch) is null
            ? throw new FormatException("no day is ever one of it")
            : new JobSchedule(cron);
    }

    /// <summary>Every so often, at multiples of <paramref name="interval"/> since 1970 (UTC).</summary>
    /// <exception cref="FormatException">The interval is not from 1 second to 366 days.</exception>
    public static JobSchedule Every(TimeSpan interval) =>
        interval >= Shortest && interval <= Longest
            ? new JobSchedule(interval)
            : throw new FormatException($"an interval must be from {Shortest:c} to {Longest:c}; got {interval:c}");

    /// <summary>Reads a schedule as settings write it: <c>0 30 3 * * ?</c>, <c>0 30 3 * * ? Europe/Berlin</c>, <c>every 00:15:00</c>.</summary>
    /// <exception cref="FormatException">The text is none of these; the message says what is wrong.</exception>
    public static JobSchedule Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        text = text.Trim();
        if (text.StartsWith(EveryWord, StringComparison.OrdinalIgnoreCase))
        {
            string interval = text[EveryWord.Length..].Trim();
            return TimeSpan.TryParse(interval, CultureInfo.InvariantCulture, out TimeSpan every)
                ? Every(every)
                : throw new FormatException($"'{interval}' is no time span");
        }

        // A weekday is the sixth field and the year the seventh, which has no letters: what is behind them is a zone.
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length >= MostFields && char.IsAsciiLetter(words[^1][0])
            ? Cron(string.Join(' ', words[..^1]), words[^1])
            : Cron(text);
    }

    /// <summary>The first fire time behind a moment; null when none comes any more.</summary>
    public DateTimeOffset? NextAfter(DateTimeOffset moment)
    {
        if (_cron is not null)
            return _cron.GetNextValidTimeAfter(moment)?.ToUniversalTime();
        long passed = (moment.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / _every.Ticks;
        return DateTimeOffset.UnixEpoch.AddTicks((passed + 1) * _every.Ticks);
    }

    /// <summary>The last fire time behind <paramref name="after"/> and not behind <paramref name="now"/>; null when there is none.</summary>
    public DateTimeOffset? LastBetween(DateTimeOffset after, DateTimeOffset now)
    {
        if (NextAfter(after) is not { } first || first > now)
            return null;

        // Cron expressions look forward only; from a start that is twice as far back each time, the last one is near.
        for (TimeSpan back = Shortest; now - back > first; back *= 2)
        {
            if (NextAfter(now - back) is { } found && found <= now)
                return Last(found, now);
        }
        return Last(first, now);
    }

    /// <summary>As settings write it.</summary>
    public override string ToString() => _cron is null
        ? EveryWord + _every.ToString("c", CultureInfo.InvariantCulture)
        : _cron.TimeZone.Equals(TimeZoneInfo.Utc) ? _cron.CronExpressionString : $"{_cron.CronExpressionString} {_cron.TimeZone.Id}";

    private DateTimeOffset Last(DateTimeOffset found, DateTimeOffset now)
    {
        while (NextAfter(found) is { } next && next <= now)
            found = next;
        return found;
    }
}
