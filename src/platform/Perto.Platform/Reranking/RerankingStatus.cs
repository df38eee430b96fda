namespace Perto.Platform;

/// <summary>How a tenant's queries are re-ranked now.</summary>
public sealed record RerankingStatus
{
    /// <summary>The profile in use, with what the settings say otherwise.</summary>
    /// <example>development</example>
    public required string Profile { get; init; }

    /// <summary>The provider of the model; <c>none</c> without one.</summary>
    /// <example>local</example>
    public required string Provider { get; init; }

    /// <summary>The provider's name of the model; empty without one.</summary>
    /// <example>ms-marco-MiniLM-L-6-v2</example>
    public required string Model { get; init; }

    /// <summary>Whether the model can be used.</summary>
    public required bool Usable { get; init; }

    /// <summary>Why not.</summary>
    public string? Problem { get; init; }

    /// <summary>Candidates to retrieve.</summary>
    /// <example>20</example>
    public required int Retrieve { get; init; }

    /// <summary>Results to keep.</summary>
    /// <example>5</example>
    public required int Keep { get; init; }

    /// <summary>The most candidates that are judged.</summary>
    /// <example>20</example>
    public required int Depth { get; init; }

    /// <summary>Results with a lower score are left out, down to three.</summary>
    /// <example>0.5</example>
    public required double Threshold { get; init; }

    /// <summary>Whether rules decide for each query.</summary>
    public required bool Adaptive { get; init; }

    /// <summary>What feedback taught, the latest first; at most a hundred.</summary>
    public required IReadOnlyList<RerankGateStatus> Gates { get; init; }
}
