using Perto.Platform;

namespace Perto.Streaming;

/// <summary>The size of a made-up service.</summary>
public sealed record GeneratorSettings
{
    /// <summary>How many people, 1 to 10,000,000.</summary>
    public int People { get; init; } = 800;

    /// <summary>How many titles, 50 to 1,000,000.</summary>
    public int Titles { get; init; } = 2_000;

    /// <summary>Views of the median person, about; 1 to 10,000.</summary>
    public int TypicalViews { get; init; } = 60;

    /// <summary>Days that the views reach back, 1 to 3,650.</summary>
    public int Days { get; init; } = 365;

    /// <summary>Whether to write also what was shown (<c>impressions.csv</c>) and opened (<c>clicks.csv</c>): twenty times as many rows.</summary>
    public bool Impressions { get; init; }

    /// <summary>The same seed makes the same service.</summary>
    public long Seed { get; init; } = 7;

    /// <exception cref="InvalidValueException">A size is out of its range.</exception>
    public void Check()
    {
        foreach ((string field, int value, int low, int high) in ((string, int, int, int)[])
            [("people", People, 1, 10_000_000), ("titles", Titles, 50, 1_000_000), ("typical_views", TypicalViews, 1, 10_000), ("days", Days, 1, 3_650)])
        {
            if (value < low || value > high)
                throw InvalidValueException.OutOfRange(field, value, low, high);
        }
    }
}
