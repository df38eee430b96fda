namespace Perto.Vectors;

/// <summary>
/// Asks for the records that are best by several vectors together: two dense ones, or words and meaning (sparse and dense).
/// </summary>
/// <param name="parts"><see cref="MinParts"/> to <see cref="MaxParts"/> vectors; several may search the same field.</param>
/// <remarks>
/// Each part finds its best candidates; their union is scored by <see cref="Fusion"/>. A record that is a candidate of no part is not
/// found. <see cref="Group"/> and <see cref="MinimumScore"/> apply to what was fused.
/// </remarks>
public sealed class FusedQuery(params IReadOnlyList<FusedPart> parts)
{
    /// <summary>Fewest accepted parts.</summary>
    public const int MinParts = 2;

    /// <summary>Most accepted parts.</summary>
    public const int MaxParts = 8;

    /// <summary>The vectors.</summary>
    public IReadOnlyList<FusedPart> Parts { get; } = parts;

    /// <summary>How the parts' rankings become one.</summary>
    public FusionMethod Fusion { get; init; } = FusionMethod.ReciprocalRank;

    /// <summary>How many records to return, 1 to <see cref="VectorQuery.MaxK"/>.</summary>
    public int K { get; init; } = 10;

    /// <summary>Which records may be found; all, if <see langword="null"/>.</summary>
    public Filter? Filter { get; init; }

    /// <summary>Leaves out records whose fused score is lower.</summary>
    public float? MinimumScore { get; init; }

    /// <summary>Compares with every record that matches instead of using approximate indexes.</summary>
    public bool Exact { get; init; }

    /// <summary>Lets a value of a payload field have only so many of the hits; no limit, if <see langword="null"/>.</summary>
    public GroupBy? Group { get; init; }

    /// <summary>Whether hits carry their vectors.</summary>
    public bool IncludeVectors { get; init; }

    /// <summary>Whether hits carry their payload.</summary>
    public bool IncludePayload { get; init; } = true;
}
