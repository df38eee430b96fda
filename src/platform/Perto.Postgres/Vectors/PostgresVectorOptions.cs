using Perto.Platform;

namespace Perto.Postgres;

/// <summary>How a <see cref="PostgresVectorStore"/> works.</summary>
public sealed class PostgresVectorOptions
{
    /// <summary>Which index is built over dense vectors and bits. One that is there already stays as it is.</summary>
    public VectorIndexMethod Index { get; init; } = VectorIndexMethod.Hnsw;

    /// <summary>Lists of an IVFFlat index, 1 to 32,768.</summary>
    public int Lists { get; init; } = 100;

    /// <summary>Lists of an IVFFlat index that a search looks into at first, 1 to 32,768.</summary>
    public int Probes { get; init; } = 10;

    /// <summary>
    /// Most tuples that a filtered search takes from an HNSW index before it compares the matches themselves, 1 to 2,147,483,647
    /// (<c>hnsw.max_scan_tuples</c>).
    /// </summary>
    public int MaxScanTuples { get; init; } = 20_000;

    /// <summary>
    /// Records from which on a field gets its index; fewer are compared one by one. Its <see cref="Vectors.VectorIndexSettings.GraphFrom"/>, or as many as
    /// are compared in a few milliseconds, where this is <see langword="null"/>. <see cref="int.MaxValue"/> leaves indexes to
    /// <see cref="PostgresVectorStore.BuildIndexesAsync"/>: for loads of millions of records.
    /// </summary>
    public int? IndexFrom { get; init; }

    /// <summary>Matches of a filter up to which they are compared one by one, although there is an index; as <see cref="IndexFrom"/> where <see langword="null"/>.</summary>
    public int? CompareUpTo { get; init; }

    /// <summary>Megabytes that building an index may use (<c>maintenance_work_mem</c>); what the server is set to, where <see langword="null"/>.</summary>
    public int? BuildMemory { get; init; }

    /// <exception cref="Vectors.VectorStoreException">An option is out of its range.</exception>
    internal void Check()
    {
        Within("lists", Lists, 1, 32_768);
        Within("probes", Probes, 1, 32_768);
        Within("max_scan_tuples", MaxScanTuples, 1, int.MaxValue);
        Within("index_from", IndexFrom ?? 1, 1, int.MaxValue);
        Within("compare_up_to", CompareUpTo ?? 0, 0, int.MaxValue);
        Within("build_memory", BuildMemory ?? 1, 1, 2_097_151);
    }

    private static void Within(string option, int value, int least, int most)
    {
        if (value < least || value > most)
            throw new Vectors.VectorStoreException(option, value, $"{least}..{most}");
    }
}
