using Perto.Numerics;

namespace Perto.Learning.Tests;

/// <summary>The gradient of a whole batch against the difference quotient of the slow model's loss, for each kind of parameter.</summary>
public sealed class GradientTests
{
    private const double Step = 2e-5;

    private static readonly ParallelOptions TwoThreads = new() { MaxDegreeOfParallelism = 2 };
    private static readonly InteractionMatrix Data = SyntheticInteractions.Of(30, 24, 16, seed: 3, weighted: true);

    private static readonly NeuralCfSettings Settings = new()
    {
        Dimensions = 5,
        Layers = [11, 6, 3],
        BatchSize = 400,
        Negatives = 3,
        HistoryExponent = 0.5,
        HistorySample = 2,
        Seed = 7,
    };

    private readonly NeuralCfParameters _parameters = NeuralCfParameters.Initial(Data.ItemCount, Settings);
    private readonly EpochPlan _plan = EpochPlan.Draw(Data, Settings, new SeededRandom(2));
    private readonly TrainingBatch _batch;

    public GradientTests()
    {
        // Every parameter away from zero, so that no derivative vanishes for that reason.
        SeededRandom random = new(11);
        foreach (float[] values in _parameters.Network.Parameters)
        {
            for (int i = 0; i < values.Length; i++)
                values[i] += (float)(0.2 * random.Normal());
        }

        _batch = new TrainingBatch(_parameters, Data, Settings);
        _batch.Run(_plan, _plan.Batches[0], seed: 5, TwoThreads);
    }

    [Fact]
    public void The_loss_is_that_of_the_slow_model()
    {
        Assert.True(_plan.Batches[0].Length > 1);
        Assert.Equal(SlowLoss() * _batch.SampleCount, _batch.Loss, 1e-4 * _batch.Loss);
    }

    [Fact]
    public void Every_parameter_of_the_network_has_the_numeric_gradient()
    {
        for (int kind = 0; kind < _parameters.Network.Parameters.Length; kind++)
            AssertGradient($"parameter {kind}", _parameters.Network.Parameters[kind], _batch.Network.Parameters[kind]);
    }

    [Fact]
    public void Every_row_of_the_history_table_has_the_numeric_gradient() =>
        AssertRows(_parameters.History, _batch.HistoryRows, _batch.UserGradients);

    [Fact]
    public void Every_row_of_the_item_table_has_the_numeric_gradient() =>
        AssertRows(_parameters.Items, _batch.ItemRows, _batch.ItemGradients);

    [Fact]
    public void With_dropout_the_gradient_is_that_of_the_loss_with_the_same_units_left_out()
    {
        NeuralCfSettings settings = Settings with { Dropout = 0.4 };
        TrainingBatch batch = new(_parameters, Data, settings);
        double Loss()
        {
            batch.Run(_plan, _plan.Batches[0], seed: 6, TwoThreads);
            return batch.Loss / batch.SampleCount;
        }

        // The seed is one for which no unit is at its kink.
        Assert.NotEqual(_batch.Loss / _batch.SampleCount, Loss(), 1e-3);
        float[] gradient = [.. batch.Network.Hidden[0].Weights];
        float[] weights = _parameters.Network.Hidden[0].Weights;
        Assert.Contains(gradient, value => Math.Abs(value) > 1e-3);
        for (int i = 0; i < weights.Length; i++)
            Assert.Equal(Quotient(weights, i, Loss, 1e-4), gradient[i], 4e-4);
    }

    private void AssertRows(EmbeddingTable table, RowGradients gradients, float[] sources)
    {
        Assert.True(gradients.Touched.Count > Data.ItemCount / 2);
        float[] all = new float[table.Values.Length];
        foreach (int row in gradients.Touched)
            gradients.Sum(row, sources, all.AsSpan(row * table.Width, table.Width));
        AssertGradient("row", table.Values, all);
    }

    private void AssertGradient(string name, float[] values, float[] gradient)
    {
        Assert.Contains(gradient, value => Math.Abs(value) > 1e-3);
        for (int i = 0; i < values.Length; i++)
        {
            double expected = Quotient(values, i, SlowLoss, Step);
            Assert.True(Math.Abs(expected - gradient[i]) <= 2e-4 + (0.02 * Math.Abs(expected)), $"{name}[{i}]: expected {expected}, got {gradient[i]}");
        }
    }

    private static double Quotient(float[] values, int i, Func<double> loss, double step)
    {
        float value = values[i];
        values[i] = (float)(value + step);
        float high = values[i];
        double above = loss();
        values[i] = (float)(value - step);
        float low = values[i];
        double below = loss();
        values[i] = value;
        return (above - below) / ((double)high - low);
    }

    /// <summary>The mean loss of the batch's samples.</summary>
    private double SlowLoss()
    {
        SlowNeuralCf slow = new(_parameters, Settings.HistoryExponent);
        double sum = 0;
        int sample = 0;
        bool sampled = false;
        TrainingPart[] parts = _plan.Batches[0];
        for (int index = parts[0].FirstChunk; index < parts[^1].FirstChunk + parts[^1].ChunkCount; index++)
        {
            TrainingChunk chunk = _plan.Chunks[index];
            Dictionary<int, float> weights = Data.Items(chunk.User).ToArray().Zip(Data.Weights(chunk.User).ToArray()).ToDictionary();
            int start = Data.Starts[chunk.User];
            int[] order = [.. _plan.Positives[start..(start + weights.Count)].Select(place => Data.AllItems[place])];
            int first = chunk.Start - start;
            int[] heldOut = order[first..(first + chunk.Count)];

            // The history is what follows in the order, around its end, and stands for all that is not held out.
            int[] rest = [.. order[(first + chunk.Count)..], .. order[..first]];
            int[] history = [.. rest.Take(Settings.HistorySample)];
            sampled |= history.Length < rest.Length;
            double[] user = slow.UserVector(history, [.. history.Select(item => weights[item])], rest.Sum(item => (double)weights[item]), rest.Length);
            for (int i = 0; i < chunk.Samples; i++, sample++)
            {
                int item = _batch.Item(sample);
                bool isPositive = i < chunk.Count;
                Assert.Equal(isPositive ? heldOut[i] : item, item);
                Assert.Equal(isPositive, weights.ContainsKey(item));
                sum += SlowNeuralCf.Loss(slow.Logit(user, item), isPositive ? weights[item] : 0);
            }
        }

        Assert.True(sampled);
        return sum / sample;
    }
}
