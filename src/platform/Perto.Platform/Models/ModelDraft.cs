namespace Perto.Platform;

/// <summary>What is told about a model when it is saved.</summary>
public sealed record ModelDraft
{
    /// <summary>What it is for, such as <c>streaming-collaborative</c>; its versions share it.</summary>
    public required string Name { get; init; }

    /// <summary>The algorithm, such as <c>ials</c>; tells the reader of the bytes what they are.</summary>
    public required string Kind { get; init; }

    /// <summary>Time of the oldest event it learned from.</summary>
    public DateTimeOffset? DataFrom { get; init; }

    /// <summary>Time of the newest event it learned from.</summary>
    public DateTimeOffset? DataTo { get; init; }

    /// <summary>What its evaluation measured, higher is better: <c>ndcg@10</c> to 0.21.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();

    /// <summary>The version it was trained from, when it was not from nothing.</summary>
    public int? Parent { get; init; }
}
