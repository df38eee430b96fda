namespace Perto.Vectors;

/// <summary>A record that an embedded search found.</summary>
public readonly struct Hit
{
    private readonly CollectionSnapshot? _snapshot;

    internal Hit(CollectionSnapshot snapshot, int row, float score, float distance)
    {
        _snapshot = snapshot;
        Row = row;
        Score = score;
        Distance = distance;
    }

    /// <summary>The record's id; a new string each time. Empty where the room for a hit was not filled.</summary>
    public string Id => _snapshot?.IdAt(Row) ?? "";

    /// <inheritdoc cref="SearchHit.Score"/>
    public float Score { get; }

    /// <inheritdoc cref="SearchHit.Distance"/>
    public float Distance { get; }

    /// <summary>Where the snapshot that found it has it.</summary>
    internal int Row { get; }
}
