namespace Perto.Vectors;

/// <summary>What a collection holds and what that takes.</summary>
public sealed class CollectionStatistics
{
    /// <summary>Records that can be found.</summary>
    public required long Records { get; init; }

    /// <summary>How many of them have each vector, by the vector's name.</summary>
    public required IReadOnlyDictionary<string, long> Vectors { get; init; }

    /// <summary>Replaced, deleted and expired records whose space is not taken back yet.</summary>
    public required long DeadRecords { get; init; }

    /// <summary>Bytes held for vectors, payload and ids, dead records among them; an estimate where a store does not tell.</summary>
    public required long Bytes { get; init; }
}
