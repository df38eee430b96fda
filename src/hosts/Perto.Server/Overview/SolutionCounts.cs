using Perto.Platform;

namespace Perto.Server;

/// <summary>What a solution keeps.</summary>
/// <param name="Name">Name of the solution: <c>streaming</c>.</param>
/// <param name="Counts">How many of each thing.</param>
public sealed record SolutionCounts(string Name, IReadOnlyList<NamedCount> Counts);
