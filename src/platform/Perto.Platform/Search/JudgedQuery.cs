using Perto.Vectors;

namespace Perto.Platform;

/// <summary>A query whose good answers are known, with what each part of a search found.</summary>
/// <param name="Id">The query's id.</param>
/// <param name="Rankings">The candidates of each part, best first, each record once: those that a <see cref="FusedQuery"/> would fuse.</param>
/// <param name="Grades">The records that answer it and how well, above 0; others are taken for wrong.</param>
public sealed record JudgedQuery(string Id, IReadOnlyList<IReadOnlyList<RankedId>> Rankings, IReadOnlyDictionary<string, double> Grades);
