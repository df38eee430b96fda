namespace Perto.Platform;

/// <summary>The rule of event times.</summary>
internal static class FeatureTimes
{
    /// <summary>Checks an event time.</summary>
    /// <param name="field">Where it stands.</param>
    /// <param name="at">The time.</param>
    /// <param name="newest">The latest that is taken, in Unix microseconds: a value from the future would hide all that come after it.</param>
    /// <returns>It in Unix microseconds.</returns>
    /// <exception cref="InvalidValueException">It is before 1900 or too far in the future.</exception>
    public static long Require(string field, DateTimeOffset at, long newest)
    {
        long micros = UnixMicros.From(at);
        if (at.Year < 1900 || micros > newest)
        {
            throw new InvalidValueException(
                field, at.ToUniversalTime().ToString("O", System.Globalization.CultureInfo.InvariantCulture), "1900-01-01T00:00:00Z up to now", $"{field} must be between 1900 and now; a clock that is ahead is taken up to Perto:Features:FutureSeconds");
        }
        return micros;
    }
}
