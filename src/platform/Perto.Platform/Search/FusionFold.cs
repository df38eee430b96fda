using Perto.Vectors;

namespace Perto.Platform;

/// <summary>What was chosen without some queries, and how it did on them.</summary>
/// <param name="Queries">The ids of the queries that were held out.</param>
/// <param name="Method">The method chosen on the others.</param>
/// <param name="Weights">The weights chosen on the others.</param>
/// <param name="FusedNdcg">What both reach on the held-out queries, in the mean.</param>
/// <param name="SinglePart">The part that alone is best on the others.</param>
/// <param name="SingleNdcg">What it reaches on the held-out queries.</param>
/// <param name="Fuses">What a gate decides that sees the others alone.</param>
/// <param name="GatedNdcg">What is reached on the held-out queries with that decision.</param>
public sealed record FusionFold(
    IReadOnlyList<string> Queries, FusionMethod Method, IReadOnlyList<double> Weights, double FusedNdcg, string SinglePart, double SingleNdcg,
    bool Fuses, double GatedNdcg);
