namespace Perto.Platform;

/// <summary>A model that stands in the settings of its provider. Prices are in millionths of a US dollar; null: not known, or not billed so.</summary>
public sealed record LanguageModelInfo
{
    /// <summary>What it is for.</summary>
    public required LanguageModelKind Kind { get; init; }

    /// <summary>The provider's name of it; empty: whatever the service serves.</summary>
    public required string Model { get; init; }

    /// <summary>A million tokens that are read.</summary>
    public long? InputMicroUsdPerMillion { get; init; }

    /// <summary>A million tokens that are written.</summary>
    public long? OutputMicroUsdPerMillion { get; init; }

    /// <summary>A thousand searches.</summary>
    public long? MicroUsdPerThousandSearches { get; init; }
}
