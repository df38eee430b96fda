using Perto.Numerics;

namespace Perto.Learning;

/// <summary>
/// The gradient of one batch: the users' vectors from their histories, the items drawn, the network over both in parts, and what that means for
/// the rows of the tables. The same for any number of threads.
/// </summary>
internal sealed class TrainingBatch
{
    private readonly NeuralCfParameters _parameters;
    private readonly InteractionMatrix _interactions;
    private readonly NeuralCfSettings _settings;
    private readonly double[] _sumsOfWeights;
    private readonly List<PartNetwork> _parts = [];
    private readonly int _width;

    private EpochPlan? _plan;
    private int _firstChunk;
    private float[] _userVectors = [];
    private float[] _userScales = [];
    private float[] _userGradients = [];
    private int[] _items = [];
    private float[] _weights = [];
    private float[] _itemGradients = [];

    public TrainingBatch(NeuralCfParameters parameters, InteractionMatrix interactions, NeuralCfSettings settings)
    {
        _parameters = parameters;
        _interactions = interactions;
        _settings = settings;
        _width = 2 * settings.Dimensions;
        _sumsOfWeights = new double[interactions.UserCount];
        for (int user = 0; user < _sumsOfWeights.Length; user++)
        {
            foreach (float weight in interactions.Weights(user))
                _sumsOfWeights[user] += weight;
        }

        Network = new Network(settings.Dimensions, settings.Layers);
        HistoryRows = new RowGradients(interactions.ItemCount);
        ItemRows = new RowGradients(interactions.ItemCount);
    }

    /// <summary>The gradient of the mean loss by the network.</summary>
    public Network Network { get; }

    /// <summary>The gradient by the rows of the history table, as multiples of <see cref="UserGradients"/>.</summary>
    public RowGradients HistoryRows { get; }

    /// <summary>The gradient by the rows of the item table, as sums of <see cref="ItemGradients"/>.</summary>
    public RowGradients ItemRows { get; }

    /// <summary>The gradient by the vector of each chunk's user.</summary>
    public float[] UserGradients => _userGradients;

    /// <summary>The gradient by the vector of each sample's item.</summary>
    public float[] ItemGradients => _itemGradients;

    /// <summary>The sum of the losses of the samples.</summary>
    public double Loss { get; private set; }

    public int SampleCount { get; private set; }

    /// <summary>What the slope of one sample's loss counts: all together are a mean.</summary>
    public float Share => 1f / SampleCount;

    /// <summary>Computes the gradient of a batch.</summary>
    /// <param name="plan">The epoch.</param>
    /// <param name="parts">The parts of the batch.</param>
    /// <param name="seed">With the number of a part, what is random in it.</param>
    /// <param name="parallel">How many threads may work.</param>
    public void Run(EpochPlan plan, TrainingPart[] parts, long seed, ParallelOptions parallel)
    {
        _plan = plan;
        _firstChunk = parts[0].FirstChunk;
        int chunks = parts[^1].FirstChunk + parts[^1].ChunkCount - _firstChunk;
        SampleCount = parts[^1].FirstSample + parts[^1].SampleCount;
        Reserve(chunks, parts.Length);

        PackedNetwork packed = new(_parameters.Network);
        Parallel.For(0, parts.Length, parallel, index =>
        {
            SeededRandom random = SeededRandom.ForStream(seed, parts[index].Number);
            Prepare(parts[index], random);
            _parts[index].Run(this, parts[index], packed, random);
        });

        Network.Clear();
        Loss = 0;
        for (int part = 0; part < parts.Length; part++)
        {
            Network.Add(_parts[part].Gradient);
            Loss += _parts[part].Loss;
        }

        CollectRows(chunks);
    }

    public int Samples(int chunk) => _plan!.Chunks[chunk].Samples;

    public ReadOnlySpan<float> UserVector(int chunk) => Row(_userVectors, chunk - _firstChunk);

    public Span<float> UserGradient(int chunk) => Row(_userGradients, chunk - _firstChunk);

    public int Item(int sample) => _items[sample];

    public ReadOnlySpan<float> ItemVector(int sample) => _parameters.Items.Row(_items[sample]);

    public Span<float> ItemGradient(int sample) => Row(_itemGradients, sample);

    /// <summary>Weight of a positive; 0 for a negative.</summary>
    public float Weight(int sample) => _weights[sample];

    private Span<float> Row(float[] rows, int row) => rows.AsSpan(row * _width, _width);

    private void Reserve(int chunks, int parts)
    {
        if (_userScales.Length < chunks)
        {
            _userScales = new float[chunks];
            _userVectors = new float[chunks * _width];
            _userGradients = new float[chunks * _width];
        }

        if (_items.Length < SampleCount)
        {
            _items = new int[SampleCount];
            _weights = new float[SampleCount];
            _itemGradients = new float[SampleCount * _width];
        }

        while (_parts.Count < parts)
            _parts.Add(new PartNetwork(_parameters.Network, _settings));
    }

    /// <summary>The vectors of the part's users without what is held out, and its samples: positives, then negatives, chunk by chunk.</summary>
    private void Prepare(TrainingPart part, SeededRandom random)
    {
        ReadOnlySpan<int> allItems = _interactions.AllItems;
        ReadOnlySpan<float> allWeights = _interactions.AllWeights;
        int sample = part.FirstSample;
        for (int index = part.FirstChunk; index < part.FirstChunk + part.ChunkCount; index++)
        {
            TrainingChunk chunk = _plan!.Chunks[index];
            double heldOut = 0;
            foreach (int place in _plan.Positives.AsSpan(chunk.Start, chunk.Count))
            {
                _items[sample] = allItems[place];
                _weights[sample++] = allWeights[place];
                heldOut += allWeights[place];
            }

            FillUserVector(chunk, index - _firstChunk, heldOut);
            for (int i = chunk.Count; i < chunk.Samples; i++)
            {
                _items[sample] = NegativeSampler.Draw(_interactions.Items(chunk.User), _interactions.ItemCount, random);
                _weights[sample++] = 0;
            }
        }
    }

    private void FillUserVector(TrainingChunk chunk, int row, double heldOut)
    {
        Span<float> vector = Row(_userVectors, row);
        vector.Clear();
        HistoryWindow window = WindowOf(chunk);
        for (int i = 0; i < window.Count; i++)
        {
            int place = _plan!.Positives[window[i]];
            VectorKernels.Axpy(_interactions.AllWeights[place], _parameters.History.Row(_interactions.AllItems[place]), vector);
        }

        double sum = window.Count == 0 ? 0 : _sumsOfWeights[chunk.User] - heldOut;
        _userScales[row] = window.Scale * NeuralCfParameters.HistoryScale(sum, _settings.HistoryExponent);
        VectorKernels.Scale(_userScales[row], vector);
        VectorKernels.Axpy(1, _parameters.Network.UserOffset, vector);
    }

    private HistoryWindow WindowOf(TrainingChunk chunk) =>
        new(chunk, _interactions.Starts[chunk.User], _interactions.Degree(chunk.User), _settings.HistorySample);

    private void CollectRows(int chunks)
    {
        ItemRows.Clear();
        for (int sample = 0; sample < SampleCount; sample++)
            ItemRows.Add(_items[sample], sample, 1);

        HistoryRows.Clear();
        for (int row = 0; row < chunks; row++)
        {
            HistoryWindow window = WindowOf(_plan!.Chunks[_firstChunk + row]);
            for (int i = 0; i < window.Count; i++)
            {
                int place = _plan.Positives[window[i]];
                HistoryRows.Add(_interactions.AllItems[place], row, _interactions.AllWeights[place] * _userScales[row]);
            }
        }
    }
}
