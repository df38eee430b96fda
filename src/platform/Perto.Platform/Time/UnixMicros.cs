namespace Perto.Platform;

/// <summary>Time as it is stored: microseconds since 1970-01-01 UTC in a <c>bigint</c>.</summary>
public static class UnixMicros
{
    /// <summary>The present moment of <paramref name="clock"/>.</summary>
    public static long Now(TimeProvider clock) => From(clock.GetUtcNow());

    /// <summary>A moment as microseconds; finer parts are cut.</summary>
    public static long From(DateTimeOffset moment) => (moment.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>Microseconds as a moment in UTC.</summary>
    public static DateTimeOffset ToMoment(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);
}
