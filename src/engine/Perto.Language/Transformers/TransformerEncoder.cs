using System.Runtime.ExceptionServices;

namespace Perto.Language;

/// <summary>
/// The encoder of a language model: turns the tokens of texts into a row of numbers each. What it gives for a text depends neither on the texts beside it
/// nor on the number of threads, to the last bit. Safe for use by several threads.
/// </summary>
public sealed unsafe class TransformerEncoder
{
    // Where nobody says how many threads there are, groups are made as for so many: the engine does not look at the machine.
    private const int AnyThreads = 8;

    /// <summary>Tokens that a group has at most, but for one of a single long text.</summary>
    private const int CommonTokens = TokenGroups.Full + (TokenGroups.Full / 2);

    private readonly EmbeddingTables _embeddings;
    private readonly EncoderLayer[] _layers;
    private readonly Workspace?[] _workspaces = new Workspace?[AnyThreads];
    private readonly int _scratchBytes;

    private TransformerEncoder(TransformerConfig config, EmbeddingTables embeddings, EncoderLayer[] layers)
    {
        Config = config;
        _embeddings = embeddings;
        _layers = layers;
        _scratchBytes = Math.Max(embeddings.ScratchBytes(TokenGroups.Full), layers.Max(layer => layer.ScratchBytes(TokenGroups.Full)));
    }

    /// <summary>Its shape.</summary>
    public TransformerConfig Config { get; }

    /// <summary>Bytes of memory of its packed weights, without the table of words, which is read where the file lies.</summary>
    public long Bytes => _embeddings.Bytes + _layers.Sum(layer => layer.Bytes);

    /// <summary>Makes an encoder. The weights of linear layers are copied into the layout of the kernels; the table of words is not.</summary>
    /// <param name="config">Its shape.</param>
    /// <param name="tensors">Its weights.</param>
    /// <param name="precision">How the weights of linear layers are kept.</param>
    /// <param name="parallel">How many threads may load, and when to stop.</param>
    /// <exception cref="InvalidDataException">A tensor is missing or has another shape than the config says.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static TransformerEncoder Load(TransformerConfig config, TensorSet tensors, WeightPrecision precision, ParallelOptions parallel)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(tensors);
        WeightNames names = WeightNames.Find(config.Architecture, tensors);
        var embeddings = new EmbeddingTables(config, names, tensors, precision);
        var layers = new EncoderLayer[config.Layers];
        var faults = new Exception?[layers.Length];
        Parallel.For(0, layers.Length, parallel, layer =>
        {
            try
            {
                layers[layer] = new EncoderLayer(config, layer, names, tensors, precision);
            }
            catch (Exception fault)
            {
                // Kept, so that it is not wrapped with those of the other layers.
                faults[layer] = fault;
            }
        });
        if (Array.Find(faults, fault => fault is not null) is { } first)
            ExceptionDispatchInfo.Throw(first);
        return new TransformerEncoder(config, embeddings, layers);
    }

    /// <summary>Runs texts through the model.</summary>
    /// <param name="texts">Their tokens, each with 1 to <see cref="TransformerConfig.LongestInput"/>.</param>
    /// <param name="read">Takes the hidden states of each text.</param>
    /// <param name="parallel">How many threads may work, and when to stop: it is looked at before each layer of a group of some 256 tokens.</param>
    /// <exception cref="ArgumentException">A text has no tokens, too many, or ids that the model does not have.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public void Encode(IReadOnlyList<TokenizedText> texts, HiddenStateReader read, ParallelOptions parallel)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(read);
        for (int i = 0; i < texts.Count; i++)
            _embeddings.Check(texts[i], i);
        parallel.CancellationToken.ThrowIfCancellationRequested();
        int threads = parallel.MaxDegreeOfParallelism > 0 ? parallel.MaxDegreeOfParallelism : AnyThreads;
        List<int> starts = TokenGroups.Of(texts, threads);
        if (starts.Count == 2)
        {
            EncodeGroup(texts, starts[0], starts[1], read, parallel.CancellationToken);
            return;
        }

        Parallel.For(0, starts.Count - 1, parallel, group => EncodeGroup(texts, starts[group], starts[group + 1], read, parallel.CancellationToken));
    }

    private void EncodeGroup(IReadOnlyList<TokenizedText> texts, int first, int end, HiddenStateReader read, CancellationToken cancellationToken)
    {
        int[] lengths = new int[end - first];
        for (int i = first; i < end; i++)
            lengths[i - first] = texts[i].Ids.Length;
        int tokens = lengths.Sum();
        Workspace space = Rent(tokens);
        float* embedded = _embeddings.Projects ? space.Context : space.Hidden;
        nint row = 0;
        for (int i = first; i < end; i++)
        {
            _embeddings.Embed(texts[i], embedded + (row * space.HiddenStride), space.HiddenStride);
            row += texts[i].Ids.Length;
        }

        _embeddings.Project(embedded, space.HiddenStride, tokens, space.Hidden, space.HiddenStride, space.LayerScratch);
        foreach (EncoderLayer layer in _layers)
        {
            cancellationToken.ThrowIfCancellationRequested();
            layer.Apply(space, lengths);
        }

        float* states = space.Hidden;
        for (int i = first; i < end; i++)
        {
            int length = texts[i].Ids.Length;
            read(i, new ReadOnlySpan<float>(states, length * (int)space.HiddenStride), (int)space.HiddenStride);
            states += length * space.HiddenStride;
        }

        Return(space);
    }

    private Workspace Rent(int tokens)
    {
        for (int i = 0; i < _workspaces.Length && tokens <= CommonTokens; i++)
        {
            if (Interlocked.Exchange(ref _workspaces[i], null) is { } space)
                return space;
        }

        return new Workspace(Config, Math.Max(tokens, CommonTokens), _scratchBytes);
    }

    // What grew for a long text is let go of, and so is what more threads than there are cores left behind.
    private void Return(Workspace space)
    {
        for (int i = 0; i < _workspaces.Length && space.Tokens == CommonTokens; i++)
        {
            if (Interlocked.CompareExchange(ref _workspaces[i], space, null) is null)
                return;
        }
    }
}
