namespace Perto.Streaming;

/// <summary>Moments as times of day.</summary>
internal static class TimesOfDay
{
    /// <summary>The time of day on the clock that the moment was written by.</summary>
    public static TimeOfDay Of(DateTimeOffset moment) => moment.Hour switch
    {
        < 6 => TimeOfDay.Night,
        < 12 => TimeOfDay.Morning,
        < 18 => TimeOfDay.Afternoon,
        _ => TimeOfDay.Evening,
    };
}
