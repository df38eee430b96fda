using Perto.Numerics;

namespace Perto.Learning.Tests;

/// <summary>Seeded rows for tests of boosted trees.</summary>
internal static class TreeData
{
    /// <summary>Features in 0..1, a share of them missing; the label is a smooth function of the first three with noise.</summary>
    public static LabeledRows Regression(int rows, int features, long seed, double missing = 0, bool weighted = false)
    {
        SeededRandom random = new(seed);
        float[] values = new float[rows * features];
        float[] labels = new float[rows];
        float[] weights = new float[rows];
        for (int row = 0; row < rows; row++)
        {
            for (int feature = 0; feature < features; feature++)
                values[(row * features) + feature] = random.NextDouble() < missing ? float.NaN : random.NextSingle();
            double label = 0.1 * random.Normal();
            label += Part(0, value => Math.Sin(6 * value)) + Part(1 % features, value => 2 * value * value) + Part(2 % features, value => value > 0.5 ? 1 : 0);
            labels[row] = (float)label;
            weights[row] = (float)(0.2 + random.NextDouble());

            double Part(int feature, Func<double, double> of)
            {
                float value = values[(row * features) + feature];
                return float.IsNaN(value) ? -0.7 : of(value);
            }
        }

        return new LabeledRows { FeatureCount = features, Features = values, Labels = labels, Weights = weighted ? weights : null };
    }

    /// <summary>Queries whose rows have grades 0 to 3 that rise with the first two features.</summary>
    public static LabeledRows Ranking(int queries, int features, long seed, bool weighted = false)
    {
        SeededRandom random = new(seed);
        List<float> values = [];
        List<float> labels = [];
        int[] groups = new int[queries];
        for (int query = 0; query < queries; query++)
        {
            groups[query] = 2 + random.Next(20);
            for (int row = 0; row < groups[query]; row++)
            {
                float[] of = [.. Enumerable.Range(0, features).Select(_ => random.NextSingle())];
                values.AddRange(of);
                labels.Add((float)Math.Clamp(Math.Floor((2.2 * of[0]) + (2.2 * of[1 % features]) - 0.7 + (0.4 * random.Normal())), 0, 3));
            }
        }

        return new LabeledRows
        {
            FeatureCount = features,
            Features = [.. values],
            Labels = [.. labels],
            Groups = groups,
            Weights = weighted ? [.. labels.Select(_ => 0.3f + random.NextSingle())] : null,
        };
    }

    public static double[] Scores(BoostedTrees model, LabeledRows rows)
    {
        double[] scores = new double[rows.RowCount];
        model.Score(rows.Features, scores);
        return scores;
    }

    public static double[] Predictions(BoostedTrees model, LabeledRows rows)
    {
        double[] predictions = new double[rows.RowCount];
        model.Predict(rows.Features, predictions);
        return predictions;
    }

    public static byte[] Saved(BoostedTrees model)
    {
        using MemoryStream stream = new();
        model.Save(stream);
        return stream.ToArray();
    }

    public static string Text(BoostedTrees model)
    {
        using StringWriter writer = new();
        LightGbmWriter.Write(model, writer);
        return writer.ToString();
    }
}
