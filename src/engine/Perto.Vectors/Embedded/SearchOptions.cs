namespace Perto.Vectors;

/// <summary>What an embedded search may leave out.</summary>
public readonly struct SearchOptions
{
    /// <summary>Which records; all, if <see langword="null"/>. Compiled by the snapshot that is searched.</summary>
    public CompiledFilter? Filter { get; init; }

    /// <summary>Leaves out what scores lower; nothing, if <see langword="null"/>.</summary>
    public float? MinimumScore { get; init; }

    /// <summary>Candidates that a walk over the graph keeps; that of the field, if <see langword="null"/>.</summary>
    public int? Ef { get; init; }

    /// <summary>Compares with every record that matches, and uses no graph.</summary>
    public bool Exact { get; init; }

    /// <summary>The present moment in Unix microseconds: records that expire then or earlier are left out.</summary>
    public long Now { get; init; }
}
