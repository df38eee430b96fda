namespace Perto.Streaming;

/// <summary>A view as it is stored: one for each person, title, profile and beginning.</summary>
internal sealed record View(string User, string Title, string Profile, long StartedAt, double Progress, long? Seconds, string? Device)
{
    /// <summary>The page from which it came.</summary>
    public string? Request { get; init; }
}
