using Perto.Numerics;

namespace Perto.Streaming;

/// <summary>When people of a made-up service sit down, and on what they watch.</summary>
internal static class Rhythm
{
    // From midnight; a person's own day is shifted against it.
    private static readonly double[] Hours =
        [3, 1.5, 0.7, 0.4, 0.3, 0.4, 0.8, 1.5, 1.8, 1.5, 1.5, 1.8, 2.8, 2.8, 2.2, 2.2, 2.8, 4, 5.5, 7.5, 10, 11, 9, 5.5];

    // From Sunday.
    private static readonly double[] Days = [1.35, 0.8, 0.8, 0.85, 0.9, 1.15, 1.4];

    private static readonly double MostOfADay = Days.Max();

    /// <summary>
    /// A moment before the end in Unix seconds. The service grows: with <c>u</c> uniform, <c>u^1.5</c> of the span lies before the end, so that
    /// more of the watching is near to now; days of the week and hours have their weights.
    /// </summary>
    public static long Moment(SeededRandom random, MadePerson person, DateTimeOffset end, int days)
    {
        while (true)
        {
            DateTimeOffset day = end.AddDays(-days * Math.Pow(random.NextDouble(), 1.5));
            if (random.NextDouble() * MostOfADay > Days[(int)day.DayOfWeek])
                continue;
            double hour = Draws.Weighted(random, Hours) + random.NextDouble() + person.Shift;
            return new DateTimeOffset(day.UtcDateTime.Date, TimeSpan.Zero).AddHours(hour).ToUnixTimeSeconds();
        }
    }

    /// <summary>What a person takes at an hour: the television in the evening, the telephone on the way.</summary>
    public static DeviceKind Device(SeededRandom random, MadePerson person, int hour)
    {
        Span<double> weights = [.. person.Devices];
        weights[(int)DeviceKind.Tv] *= hour is >= 19 and <= 23 ? 2.5 : 0.8;
        weights[(int)DeviceKind.Mobile] *= hour is (>= 7 and <= 9) or (>= 12 and <= 14) or (>= 17 and <= 18) ? 2 : 0.8;
        return (DeviceKind)Draws.Weighted(random, weights);
    }
}
