namespace Perto.Platform;

/// <summary>What a model showed when it was tried.</summary>
public sealed record EmbeddingCheck
{
    /// <summary>Which model.</summary>
    public required string Model { get; init; }

    /// <summary>Its version, as its provider tells it.</summary>
    public required string Version { get; init; }

    /// <summary>Whether nothing is wrong.</summary>
    public bool Ok => Problems.Count == 0;

    /// <summary>Dimensions of its vectors.</summary>
    public required int Dimensions { get; init; }

    /// <summary>Length of the vector that it gave for the first text, before it is brought to 1.</summary>
    public required double Length { get; init; }

    /// <summary>Cosine of the vectors that it gave for the same text twice: 1 where it always gives the same.</summary>
    public required double Repeated { get; init; }

    /// <summary>Cosine with the vector of the check before; null where there was none. Less than 0.999: it is another model under the same name.</summary>
    public double? Unchanged { get; init; }

    /// <summary>Cosine of two sentences that share words and meaning.</summary>
    public required double Near { get; init; }

    /// <summary>Cosine of two sentences that share neither; it should be lower.</summary>
    public required double Far { get; init; }

    /// <summary>Time for one text, in milliseconds.</summary>
    public required double OneMs { get; init; }

    /// <summary>Time for each of a batch of texts, in milliseconds.</summary>
    public required double EachOfBatchMs { get; init; }

    /// <summary>What is wrong, with what to do.</summary>
    public required IReadOnlyList<string> Problems { get; init; }
}
