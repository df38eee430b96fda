namespace Perto.Vectors;

/// <summary>A record that an embedded search found.</summary>
public readonly struct Hit
{
    internal Hit(string id, int row, float score, float distance)
    {
        Id = id;
        Row = row;
        Score = score;
        Distance = distance;
    }

    /// <summary>The record's id.</summary>
    public string Id { get; }

    /// <inheritdoc cref="SearchHit.Score"/>
    public float Score { get; }

    /// <inheritdoc cref="SearchHit.Distance"/>
    public float Distance { get; }

    /// <summary>Where the snapshot that found it has it.</summary>
    internal int Row { get; }
}
