namespace Perto.Streaming;

/// <summary>The size of a made-up service.</summary>
public sealed record GeneratorSettings
{
    /// <summary>How many people.</summary>
    public int People { get; init; } = 800;

    /// <summary>How many titles.</summary>
    public int Titles { get; init; } = 2_000;

    /// <summary>Views of the median person.</summary>
    public int TypicalViews { get; init; } = 60;

    /// <summary>Days that the views reach back.</summary>
    public int Days { get; init; } = 365;

    /// <summary>The same seed makes the same service.</summary>
    public long Seed { get; init; } = 7;
}
