using Perto.Learning;
using Perto.Numerics;

namespace Perto.Benchmarks.Learning;

/// <summary>
/// Seeded queries of 20 rows for a ranker: features uniform, some of them counts with few values, one in twenty missing; grades 0 to 3 from
/// a sum of smooth, stepped and crossed effects of the first eight features, with noise.
/// </summary>
internal static class SyntheticQueries
{
    public const int RowsOfQuery = 20;

    public static LabeledRows Of(int queries, int features, long seed)
    {
        SeededRandom random = new(seed);
        int rows = queries * RowsOfQuery;
        float[] values = new float[rows * features];
        float[] labels = new float[rows];
        for (int row = 0; row < rows; row++)
        {
            Span<float> of = values.AsSpan(row * features, features);
            for (int feature = 0; feature < features; feature++)
            {
                float value = random.NextSingle();
                of[feature] = random.Next(20) == 0 ? float.NaN : feature % 3 == 2 ? MathF.Floor(10 * value) / 10 : value;
            }

            labels[row] = Grade(of, random);
        }

        return new LabeledRows
        {
            FeatureCount = features,
            Features = values,
            Labels = labels,
            Groups = [.. Enumerable.Repeat(RowsOfQuery, queries)],
        };
    }

    private static float Grade(ReadOnlySpan<float> features, SeededRandom random)
    {
        double Known(ReadOnlySpan<float> of, int feature) => float.IsNaN(of[feature % of.Length]) ? 0.3 : of[feature % of.Length];
        double good = Known(features, 0) + (Known(features, 1) * Known(features, 2)) + (0.5 * Math.Sin(6 * Known(features, 3)))
            + (Known(features, 4) > 0.7 ? 0.5 : 0) + (Known(features, 5) * Known(features, 6)) - Known(features, 7);
        return (float)Math.Clamp(Math.Floor((1.4 * good) + (0.5 * random.Normal())), 0, 3);
    }
}
