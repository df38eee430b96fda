namespace Perto.Streaming;

/// <summary>A training that was asked for over HTTP.</summary>
public sealed record TrainingRun
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>What is trained.</summary>
    public TrainedModel Model { get; init; }

    /// <summary><c>queued</c>, <c>running</c>, <c>done</c> or <c>failed</c>.</summary>
    public required TrainingState State { get; init; }

    /// <summary>What it does at the moment, for people.</summary>
    public string? Detail { get; init; }

    /// <summary>0..1 of the present step.</summary>
    public double Progress { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The collaborative model that it made, when it is done.</summary>
    public TrainingReport? Report { get; init; }

    /// <summary>The ranker that it made, when it is done.</summary>
    public RankerReport? Ranker { get; init; }

    /// <summary>Why it failed, if it did.</summary>
    public string? Failure { get; init; }
}
