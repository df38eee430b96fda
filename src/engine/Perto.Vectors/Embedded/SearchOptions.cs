namespace Perto.Vectors;

/// <summary>What an embedded search may leave out.</summary>
public readonly struct SearchOptions
{
    /// <summary>Which records; all, if <see langword="null"/>. Compiled by the snapshot that is searched.</summary>
    public CompiledFilter? Filter { get; init; }

    /// <summary>Leaves out what scores lower; nothing, if <see langword="null"/>.</summary>
    public float? MinimumScore { get; init; }

    /// <summary>The present moment in Unix microseconds: records that expire then or earlier are left out.</summary>
    public long Now { get; init; }
}
