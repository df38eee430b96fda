namespace Perto.Platform;

/// <summary>Common queries that have vectors now.</summary>
public sealed record WarmedTexts
{
    /// <summary>The model.</summary>
    public required string Model { get; init; }

    /// <summary>Different queries.</summary>
    public required int Texts { get; init; }

    /// <summary>Those that the model had to embed.</summary>
    public required int Computed { get; init; }
}
