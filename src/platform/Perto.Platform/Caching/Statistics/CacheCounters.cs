namespace Perto.Platform;

/// <summary>What one cache counts.</summary>
/// <param name="levels">Names of its levels outside of this process, in their order.</param>
internal sealed class CacheCounters(IReadOnlyList<string> levels)
{
    private readonly LevelCounters[] _levels = [.. levels.Select(_ => new LevelCounters())];

    public LevelCounters Process { get; } = new();

    public StripedCounter SourceCalls { get; } = new();

    public StripedCounter SourceErrors { get; } = new();

    public StripedCounter Joined { get; } = new();

    public LevelCounters Level(int level) => _levels[level];

    public CacheStatistics Read(string name, ProcessUse use) => new()
    {
        Name = name,
        Entries = use.Entries,
        Bytes = use.Bytes,
        Evictions = use.Evictions,
        Levels = [Process.Read("process"), .. levels.Select((level, at) => _levels[at].Read(level))],
        SourceCalls = SourceCalls.Value,
        SourceErrors = SourceErrors.Value,
        Joined = Joined.Value,
    };
}
