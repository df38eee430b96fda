namespace Perto.Streaming;

/// <summary>How a list is spread out.</summary>
public enum DiversityMethod
{
    /// <summary>Maximal marginal relevance.</summary>
    Mmr,

    /// <summary>A determinantal point process.</summary>
    Dpp,
}
