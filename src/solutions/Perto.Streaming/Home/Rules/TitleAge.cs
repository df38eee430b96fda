namespace Perto.Streaming;

/// <summary>How long ago titles came out.</summary>
internal static class TitleAge
{
    /// <summary>Days since a title came out, from the day where it is known, else from the first of its year; null when neither is. Below 0 for what is still to come.</summary>
    public static int? Days(Title title, DateTimeOffset at)
    {
        DateOnly? from = title.Released ?? (title.Year is >= 1 and <= 9999 and { } year ? new DateOnly(year, 1, 1) : null);
        return from is { } day ? DateOnly.FromDateTime(at.UtcDateTime).DayNumber - day.DayNumber : null;
    }
}
