using System.Collections.ObjectModel;

namespace Perto.Vectors;

/// <summary>What a collection holds and what that takes.</summary>
public sealed record CollectionStatistics
{
    /// <summary>Records that can be found.</summary>
    public required long Records { get; init; }

    /// <summary>How many of them have each vector, by the vector's name.</summary>
    public required IReadOnlyDictionary<string, long> Vectors { get; init; }

    /// <summary>
    /// Records in an approximate index, by the vector's name; others are scanned. Vectors without such an index are left out.
    /// </summary>
    public IReadOnlyDictionary<string, long> Indexed { get; init; } = ReadOnlyDictionary<string, long>.Empty;

    /// <summary>Replaced, deleted and expired records whose space is not taken back yet.</summary>
    public required long DeadRecords { get; init; }

    /// <summary>Parts of the collection that are written and do not change any more; 0 where a store has none.</summary>
    public int Segments { get; init; }

    /// <summary>Bytes held for vectors, payload, ids and indexes, dead records among them; an estimate where a store does not tell.</summary>
    public required long Bytes { get; init; }

    /// <summary>How many of them are in memory at all times; those read from files on demand are not counted.</summary>
    public long BytesInMemory { get; init; }

    /// <summary>Bytes of its files, the log among them; 0 for a store without files.</summary>
    public long BytesOnDisk { get; init; }

    /// <summary>Bytes of the log that opening would replay.</summary>
    public long LogBytes { get; init; }
}
