using Perto.Platform;

namespace Perto.Server;

/// <summary>One version of a model.</summary>
public sealed record ModelAnswer
{
    /// <summary>What the model is for: <c>streaming-collaborative</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Its version, from 1.</summary>
    public required int Version { get; init; }

    /// <summary>The algorithm: <c>ials</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Where it is in its life.</summary>
    public required ModelState State { get; init; }

    /// <summary>Why it was rejected.</summary>
    public string? Reason { get; init; }

    /// <summary>The version that was live when it was made, and that it was compared with; null where none was.</summary>
    public int? Parent { get; init; }

    /// <summary>Of the live version, the one that a rollback brings back; null where there is none.</summary>
    public int? Replaced { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>What was measured before it was let in: <c>ndcg@10</c>.</summary>
    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    /// <summary>SHA-256 of its content, in hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Size of its content, in bytes.</summary>
    public required long Size { get; init; }

    internal static ModelAnswer Of(ModelVersion model) => new()
    {
        Name = model.Name,
        Version = model.Version,
        Kind = model.Kind,
        State = model.State,
        Reason = model.Reason,
        Parent = model.Parent,
        Replaced = model.Replaced,
        CreatedAt = model.CreatedAt,
        Metrics = model.Metrics,
        Sha256 = model.Sha256,
        Size = model.Size,
    };
}
