using System.Text;
using Perto.Platform;
using Perto.Vectors;

namespace Perto.Streaming;

/// <summary>What an event must be. Each error names the event, its field, the value and the rule.</summary>
internal static class EventRules
{
    public const int MaxEvents = 1_000;
    public const int MaxIdLength = 256;
    public const int MaxRank = 10_000;
    public const double LowestRating = 0.5;
    public const double HighestRating = 5;

    // Clocks of devices run ahead; a view from next year is a mistake.
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(10);

    public static void Check(IReadOnlyList<StreamingEvent>? events, Catalogue catalogue, DateTimeOffset now)
    {
        if (events is not { Count: >= 1 and <= MaxEvents })
            throw InvalidValueException.OutOfRange("events", events?.Count ?? 0, 1, MaxEvents);
        for (int i = 0; i < events.Count; i++)
            Check(events[i], $"events[{i}]", catalogue, now);
    }

    /// <summary>An id as every path takes it: 1 to 256 characters, none of them a control character.</summary>
    public static void CheckId(string? id, string field)
    {
        if (string.IsNullOrEmpty(id) || id.Length > MaxIdLength || Encoding.UTF8.GetByteCount(id) > VectorRecord.MaxIdBytes || id.Any(char.IsControl))
        {
            throw new InvalidValueException(
                field,
                id,
                $"1..{MaxIdLength} characters, at most {VectorRecord.MaxIdBytes} bytes of UTF-8",
                $"{field} must have 1 to {MaxIdLength} characters, at most {VectorRecord.MaxIdBytes} bytes of UTF-8, and no control characters");
        }
    }

    private static void Check(StreamingEvent entry, string path, Catalogue catalogue, DateTimeOffset now)
    {
        if (entry is null)
            throw new InvalidValueException(path, null, "an event", $"{path} must be an event; got null");
        CheckId(entry.User, $"{path}.user");
        CheckId(entry.Title, $"{path}.title");
        if (catalogue.Find(entry.Title) is null)
            throw new InvalidValueException($"{path}.title", entry.Title, "the id of a title", $"{path}.title: there is no title '{entry.Title}'");
        if (entry.At is { } at && (at > now + Ahead || at < DateTimeOffset.UnixEpoch))
            throw new InvalidValueException($"{path}.at", at, "1970 to now", $"{path}.at must lie between 1970 and now; got {at:O}");
        if (entry.Profile is { } profile && profile.Length > 0)
            CheckId(profile, $"{path}.profile");
        Range(entry.Progress, $"{path}.progress", 0, 1, entry.Type == EventType.View);
        Range(entry.Rating, $"{path}.rating", LowestRating, HighestRating, entry.Type == EventType.Rating);
        Range(entry.Seconds, $"{path}.seconds", 0, int.MaxValue, required: false);
        Range(entry.Rank, $"{path}.rank", 1, MaxRank, required: false);
        if (entry.Row is not null)
            CheckId(entry.Row, $"{path}.row");
        if (entry.Request is not null)
            CheckId(entry.Request, $"{path}.request");
    }

    private static void Range(double? value, string field, double low, double high, bool required)
    {
        if (value is null && required)
            throw new InvalidValueException(field, null, $"{low}..{high}", $"{field} is required: a number from {low} to {high}");
        if (value is { } given && !(given >= low && given <= high))
            throw InvalidValueException.OutOfRange(field, given, low, high);
    }
}
