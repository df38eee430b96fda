using Perto.Numerics;

namespace Perto.Learning;

/// <summary>The fitting of <see cref="NeuralCf"/>: Adam over batches, epoch after epoch.</summary>
internal sealed class NeuralCfTraining
{
    private const int RowsOfTask = 32;

    private readonly InteractionMatrix _interactions;
    private readonly NeuralCfSettings _settings;
    private readonly ParallelOptions _parallel;
    private readonly TrainingBatch _batch;
    private readonly Adam _adam;
    private readonly Network _firstMoments;
    private readonly Network _secondMoments;
    private readonly TableMoments _history;
    private readonly TableMoments _items;

    public NeuralCfTraining(InteractionMatrix interactions, NeuralCfSettings settings, ParallelOptions parallel)
    {
        _interactions = interactions;
        _settings = settings;
        _parallel = parallel;
        Parameters = NeuralCfParameters.Initial(interactions.ItemCount, settings);
        _batch = new TrainingBatch(Parameters, interactions, settings);
        _adam = new Adam(settings.LearningRate, settings.Regularization);
        _firstMoments = new Network(settings.Dimensions, settings.Layers);
        _secondMoments = new Network(settings.Dimensions, settings.Layers);
        _history = new TableMoments(Parameters.History);
        _items = new TableMoments(Parameters.Items);
    }

    public NeuralCfParameters Parameters { get; }

    /// <summary>Samples seen so far.</summary>
    public long Samples { get; private set; }

    /// <summary>Goes through the data once.</summary>
    /// <param name="epoch">From 1; says, with the seed, what is drawn.</param>
    /// <returns>The sum of the losses of all samples, each as it was before its step.</returns>
    public double Epoch(int epoch)
    {
        // Two streams of the seed for each epoch: its order, and what is drawn in its parts.
        EpochPlan plan = EpochPlan.Draw(_interactions, _settings, SeededRandom.ForStream(_settings.Seed, 2L * epoch));
        long seed = (long)SeededRandom.ForStream(_settings.Seed, (2L * epoch) + 1).NextUInt64();
        double loss = 0;
        foreach (TrainingPart[] parts in plan.Batches)
        {
            _parallel.CancellationToken.ThrowIfCancellationRequested();
            _batch.Run(plan, parts, seed, _parallel);
            Step();
            loss += _batch.Loss;
            Samples += _batch.SampleCount;
        }

        return loss;
    }

    private void Step()
    {
        _adam.Begin();
        float[][] parameters = Parameters.Network.Parameters;
        for (int i = 0; i < parameters.Length; i++)
            _adam.Step(parameters[i], _batch.Network.Parameters[i], _firstMoments.Parameters[i], _secondMoments.Parameters[i]);
        StepRows(_batch.HistoryRows, _batch.UserGradients, _history);
        StepRows(_batch.ItemRows, _batch.ItemGradients, _items);
    }

    private void StepRows(RowGradients gradients, float[] sources, TableMoments table)
    {
        int width = table.Values.Width;
        int tasks = (gradients.Touched.Count + RowsOfTask - 1) / RowsOfTask;
        Parallel.For(
            0,
            tasks,
            _parallel,
            () => new float[width],
            (task, _, gradient) =>
            {
                int end = Math.Min((task + 1) * RowsOfTask, gradients.Touched.Count);
                for (int i = task * RowsOfTask; i < end; i++)
                {
                    int row = gradients.Touched[i];
                    gradients.Sum(row, sources, gradient);
                    _adam.Step(table.Values.Row(row), gradient, table.First.Row(row), table.Second.Row(row));
                }

                return gradient;
            },
            _ => { });
    }

    /// <summary>A table and Adam's two moments of it.</summary>
    private sealed class TableMoments(EmbeddingTable values)
    {
        public EmbeddingTable Values { get; } = values;

        public EmbeddingTable First { get; } = new(values.Count, values.Width);

        public EmbeddingTable Second { get; } = new(values.Count, values.Width);
    }
}
