namespace Perto.Streaming;

/// <summary>What a training made.</summary>
public sealed record TrainingReport
{
    /// <summary>Name and version in the registry.</summary>
    public required string Model { get; init; }

    /// <summary>Whether the model went live; false when its evaluation gate refused it.</summary>
    public required bool Live { get; init; }

    /// <summary>Why the gate refused it, if it did.</summary>
    public string? Refusal { get; init; }

    /// <summary>People that it learned from.</summary>
    public required int People { get; init; }

    /// <summary>Titles that it knows.</summary>
    public required int Titles { get; init; }

    /// <summary>Watched titles that it learned from.</summary>
    public required long Positives { get; init; }

    /// <summary>Measured on the last 20 % of each person's time line, by a model that had not seen them.</summary>
    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    /// <summary>Seconds that it took, evaluation included.</summary>
    public required double Seconds { get; init; }
}
