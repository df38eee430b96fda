namespace Perto.Platform;

/// <summary>Values as the history has them.</summary>
internal sealed record FeatureHistoryRow
{
    public string EntityKey { get; init; } = "";

    public long EventAt { get; init; }

    public long WriteOrder { get; init; }

    public byte[] Packed { get; init; } = [];
}
