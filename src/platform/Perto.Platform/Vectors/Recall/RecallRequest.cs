using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Perto.Vectors;

namespace Perto.Platform;

/// <summary>Asks how well the index of a vector finds what an exact search finds, on a collection's own records.</summary>
public sealed record RecallRequest
{
    /// <summary>Most records that are used as queries.</summary>
    public const int MaxQueries = 200;

    /// <summary>Most values of ef.</summary>
    public const int MaxEfs = 12;

    /// <summary>Largest accepted k.</summary>
    public const int MaxK = 1_000;

    /// <summary>The name of the vector field; may be left out where the collection has one.</summary>
    public string? Vector { get; init; }

    /// <summary>How many neighbours are compared, 1 to 1,000.</summary>
    [Range(1, MaxK), DefaultValue(10)]
    public int K { get; init; } = 10;

    /// <summary>How many records are used as queries, 1 to 200; fewer where there are fewer.</summary>
    [Range(1, MaxQueries), DefaultValue(100)]
    public int Queries { get; init; } = 100;

    /// <summary>Numbers of candidates to try, 1 to 12 values of 1 to 4,096.</summary>
    [MinLength(1), MaxLength(MaxEfs)]
    public IReadOnlyList<int> Ef { get; init; } = [16, 32, 64, 128, 256];

    /// <summary>Which records are drawn and may be found; all, if it is left out.</summary>
    public Filter? Filter { get; init; }

    /// <summary>Draws the same records again while the collection stays the same.</summary>
    [DefaultValue(1)]
    public int Seed { get; init; } = 1;
}
