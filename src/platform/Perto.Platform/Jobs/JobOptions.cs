namespace Perto.Platform;

/// <summary>How a scheduled job is treated.</summary>
public sealed record JobOptions
{
    /// <summary>What it does, in one sentence for operators.</summary>
    public string Description { get; init; } = "";

    /// <summary>Whether it runs by its schedule where <c>Perto:Jobs:{name}:Enabled</c> says nothing.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>What becomes of a fire time that was missed by more than a minute.</summary>
    public MisfirePolicy Misfire { get; init; } = MisfirePolicy.RunOnce;

    /// <summary>Whether a run that was interrupted, by a stop or a crash of its server, is made up for at once; at most twice.</summary>
    public bool RunsAgain { get; init; } = true;

    /// <summary>How many finished runs are kept, 1 or more.</summary>
    public int KeptRuns { get; init; } = 100;

    /// <summary>How long finished runs are kept.</summary>
    public TimeSpan KeptFor { get; init; } = TimeSpan.FromDays(30);
}
