using System.ComponentModel.DataAnnotations;

namespace Perto.Platform;

/// <summary>One value of a <see cref="FeatureView"/>.</summary>
public sealed record Feature
{
    /// <summary>Its name inside of the view: 1 to 64 of a-z, 0-9 and <c>_</c>, beginning with a letter.</summary>
    [MaxLength(64)]
    public required string Name { get; init; }

    /// <summary>What its values are.</summary>
    public required FeatureKind Kind { get; init; }

    /// <summary>Of a vector: how many floats, 1 to 4,096; else null.</summary>
    [Range(1, FeatureValue.MaxDimension)]
    public int? Dimension { get; init; }

    /// <summary>What it means, its unit and its range.</summary>
    [MaxLength(1_000)]
    public string? Description { get; init; }

    /// <summary>How it is made from events; null for one that is written.</summary>
    public FeatureState? State { get; init; }

    internal void Check(string field)
    {
        FeatureNames.Require($"{field}.name", Name);
        if (!Enum.IsDefined(Kind))
            throw new InvalidValueException($"{field}.kind", Kind, "a kind of feature", $"{field}.kind is none that there is");
        if (Kind == FeatureKind.Vector && State is null && Dimension is null or < 1 or > FeatureValue.MaxDimension)
            throw new InvalidValueException($"{field}.dimension", Dimension, $"1..{FeatureValue.MaxDimension}", $"{field}.dimension must be 1 to {FeatureValue.MaxDimension} for a vector");
        if (Kind != FeatureKind.Vector && Dimension is not null)
            throw new InvalidValueException($"{field}.dimension", Dimension, "nothing", $"{field}.dimension is only for vectors, and {Name} is of another kind");
        FeatureNames.RequireWords($"{field}.description", Description);
        State?.Check($"{field}.state", Kind);
    }
}
