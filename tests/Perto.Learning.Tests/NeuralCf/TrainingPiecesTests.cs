using Perto.Numerics;

namespace Perto.Learning.Tests;

public sealed class TrainingPiecesTests
{
    [Fact]
    public void Negatives_are_every_item_but_the_users_equally_often()
    {
        int[] items = [0, 3, 4, 5, 9];
        SeededRandom random = new(1);
        int[] counts = new int[12];
        for (int i = 0; i < 70_000; i++)
            counts[NegativeSampler.Draw(items, 12, random)]++;
        for (int item = 0; item < counts.Length; item++)
        {
            if (items.Contains(item))
                Assert.Equal(0, counts[item]);
            else
                Assert.InRange(counts[item], 9_600, 10_400);
        }

        Assert.Equal(7, NegativeSampler.Draw([0, 1, 2, 3, 4, 5, 6], 8, random));
    }

    [Fact]
    public void An_epoch_holds_every_positive_once_with_its_negatives_and_never_a_whole_history()
    {
        InteractionMatrix data = SyntheticInteractions.Of(70, 90, 50, seed: 2);
        NeuralCfSettings settings = new() { BatchSize = 500, Negatives = 2 };
        EpochPlan plan = EpochPlan.Draw(data, settings, new SeededRandom(4));
        for (int user = 0; user < data.UserCount; user++)
        {
            int[] taken = [.. plan.Chunks.Where(chunk => chunk.User == user)
                .SelectMany(chunk => plan.Positives[chunk.Start..(chunk.Start + chunk.Count)])
                .Select(place => data.AllItems[place])];
            Assert.Equal(data.Items(user).ToArray(), taken.Order());
        }

        Assert.All(plan.Chunks, chunk => Assert.True(data.Degree(chunk.User) == 1 || 2 * chunk.Count <= data.Degree(chunk.User)));
        Assert.All(plan.Chunks, chunk => Assert.Equal(3 * chunk.Count, chunk.Samples));

        // Parts follow each other without gaps, and only the last batch is short.
        int next = 0;
        foreach (TrainingPart[] parts in plan.Batches)
        {
            int sample = 0;
            foreach (TrainingPart part in parts)
            {
                Assert.Equal((next, sample), (part.FirstChunk, part.FirstSample));
                Assert.Equal(plan.Chunks[part.FirstChunk..(part.FirstChunk + part.ChunkCount)].Sum(chunk => chunk.Samples), part.SampleCount);
                next += part.ChunkCount;
                sample += part.SampleCount;
            }

            Assert.True(sample >= 500 || next == plan.Chunks.Length);
        }

        Assert.Equal(plan.Chunks.Length, next);
        int[] numbers = [.. plan.Batches.SelectMany(parts => parts).Select(part => part.Number)];
        Assert.Equal(Enumerable.Range(0, numbers.Length), numbers);
    }

    [Fact]
    public void A_window_is_the_history_after_what_is_held_out_around_its_end()
    {
        int[] Places(HistoryWindow window) => [.. Enumerable.Range(0, window.Count).Select(i => window[i])];

        TrainingChunk chunk = new(User: 0, Start: 13, Count: 2, Samples: 10);
        HistoryWindow all = new(chunk, start: 10, degree: 7, most: 100);
        Assert.Equal([15, 16, 10, 11, 12], Places(all));
        Assert.Equal(1, all.Scale);
        HistoryWindow some = new(chunk, start: 10, degree: 7, most: 4);
        Assert.Equal([15, 16, 10, 11], Places(some));
        Assert.Equal(1.25f, some.Scale);
        HistoryWindow none = new(new TrainingChunk(0, 10, 1, 5), start: 10, degree: 1, most: 4);
        Assert.Equal((0, 0), (none.Count, none.Scale));
    }

    [Fact]
    public void Adam_steps_as_the_algorithm_says()
    {
        const double Rate = 0.05;
        const double Decay = 0.1;
        Adam adam = new(Rate, Decay);
        float[] values = Enumerable.Range(0, 21).Select(i => (i - 10) / 5f).ToArray();
        double[] expected = Array.ConvertAll(values, value => (double)value);
        double[] m = new double[21];
        double[] v = new double[21];
        float[] first = new float[21];
        float[] second = new float[21];
        SeededRandom random = new(8);
        for (int t = 1; t <= 40; t++)
        {
            float[] gradient = Enumerable.Range(0, 21).Select(_ => (float)random.Normal()).ToArray();
            adam.Begin();
            adam.Step(values, gradient, first, second);
            for (int i = 0; i < 21; i++)
            {
                double g = gradient[i] + (Decay * expected[i]);
                m[i] = (0.9 * m[i]) + (0.1 * g);
                v[i] = (0.999 * v[i]) + (0.001 * g * g);
                double corrected = m[i] / (1 - Math.Pow(0.9, t));
                expected[i] -= Rate * corrected / (Math.Sqrt(v[i] / (1 - Math.Pow(0.999, t))) + 1e-8);
            }
        }

        for (int i = 0; i < 21; i++)
            Assert.Equal(expected[i], values[i], 1e-4);
    }

    [Fact]
    public void Dropout_leaves_out_its_share_and_keeps_the_mean()
    {
        Dropout dropout = new(0.3);
        float[] activations = new float[100_001];
        activations.AsSpan().Fill(2);
        dropout.Apply(activations, new SeededRandom(1));
        Assert.InRange(activations.Count(value => value == 0) / 100_001.0, 0.29, 0.31);
        Assert.Equal(2, activations.Average(), 0.03);
        Assert.Single(activations.Where(value => value != 0).Distinct());

        float[] untouched = [1, 2];
        new Dropout(0).Apply(untouched, new SeededRandom(1));
        Assert.Equal([1, 2], untouched);
    }
}
