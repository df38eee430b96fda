using System.Diagnostics;
using Perto.Benchmarks.Figures;
using Perto.Vectors;

namespace Perto.Benchmarks.Vectors;

/// <summary>How fast a filter says how many records match, and which.</summary>
internal sealed class FilterMatchFigure : IFigure
{
    private const int Seed = 17;

    public string Name => "vectors.filter.match";

    public string Description =>
        "filters that a hundredth passes, answered by the payload indexes of mapped segments, per second, against a walk over the columns; "
        + "--records 1000000 --dimension 8 --rounds 30";

    public FigureResult Measure(FigureOptions options)
    {
        int records = options.Integer("records", 1_000_000, 1_024, 10_000_000);
        int dimension = options.Integer("dimension", 8, 1, VectorField.MaxDimension);
        int rounds = options.Integer("rounds", 30, 1, 1_000);
        options.RefuseOthers();

        using SealedTable files = new(Seed, records, dimension);
        CollectionSnapshot snapshot = new(files.Open(), version: 0);
        Dictionary<string, object> conditions = new(StringComparer.Ordinal)
        {
            ["records"] = records,
            ["seed"] = Seed,
            ["best_of_rounds"] = rounds,
            ["baseline"] = "the same filters evaluated for every row, by column",
        };
        double value = 0, baseline = 0;
        foreach (double share in SealedTable.Shares)
        {
            (string Kind, Filter Filter)[] filters = [("keyword", Filter.Eq("word", SealedTable.WordOf(share))), ("range", Filter.Lt("number", share))];
            foreach ((string kind, Filter filter) in filters)
            {
                double estimate = Best(rounds, () => snapshot.Compile(filter), compiled => compiled.Estimate);
                double matches = Best(rounds, () => snapshot.Compile(filter), compiled => compiled.Matching().Count);
                double walk = Best(rounds, () => snapshot.Compile(filter), compiled => Walk(snapshot, filter));
                conditions[$"{kind}_{share * 100}%_microseconds_estimate"] = estimate * 1e6;
                conditions[$"{kind}_{share * 100}%_microseconds_matching"] = matches * 1e6;
                conditions[$"{kind}_{share * 100}%_microseconds_walk"] = walk * 1e6;
                if (share == 0.01)
                {
                    value += matches / filters.Length;
                    baseline += walk / filters.Length;
                }
            }
        }
        return new FigureResult(1 / value, "filters/s", 1 / baseline, baseline / value, conditions);
    }

    private static long Walk(CollectionSnapshot snapshot, Filter filter)
    {
        RowPredicate predicate = new FilterCompiler(snapshot.Table).Compile(filter);
        Span<ulong> bits = stackalloc ulong[RowBits.Words];
        long count = 0;
        for (int c = 0; c < snapshot.Chunks.Length; c++)
        {
            predicate.Evaluate(snapshot.Chunks[c], snapshot.RowsOf(c), bits);
            count += RowBits.Count(bits);
        }
        return count;
    }

    private static double Best(int rounds, Func<CompiledFilter> compile, Func<CompiledFilter, long> ask)
    {
        double best = double.PositiveInfinity;
        for (int round = -60; round < rounds; round++)
        {
            CompiledFilter filter = compile();
            long start = Stopwatch.GetTimestamp();
            if (ask(filter) == 0)
                throw new InvalidOperationException("Nothing matched.");
            if (round >= 0)
                best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        return best;
    }
}
