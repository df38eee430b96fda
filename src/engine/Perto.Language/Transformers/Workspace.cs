using Perto.Numerics;

namespace Perto.Language;

/// <summary>The memory that one thread needs to carry a group of texts through a model. Used again from call to call.</summary>
internal sealed unsafe class Workspace
{
    private const int Alignment = 16;

    private readonly PinnedBlock _memory;

    /// <param name="config">The model.</param>
    /// <param name="tokens">Most tokens of a group.</param>
    /// <param name="layerScratch">Scratch bytes of the widest linear layer.</param>
    public Workspace(TransformerConfig config, int tokens, int layerScratch)
    {
        Tokens = tokens;
        // Attention reads whole tiles of rows from where a text begins, which need not be the first row of a tile.
        int rows = tokens + LayerShape.PaddedRows(1) - 1;
        rows = Math.Max(rows, LayerShape.PaddedRows(tokens));
        HiddenStride = LayerShape.PaddedColumns(Math.Max(config.HiddenSize, config.EmbeddingSize));
        ProjectionStride = LayerShape.PaddedColumns(3 * config.HiddenSize);
        InnerStride = LayerShape.PaddedColumns(config.IntermediateSize);
        long hidden = (long)rows * HiddenStride;
        long projections = (long)rows * ProjectionStride;
        long inner = (long)LayerShape.PaddedRows(EncoderLayer.RowBlock) * InnerStride;
        long attention = Whole(SelfAttention.ScratchValues(Math.Min(tokens, config.LongestInput), config.HiddenSize / config.Heads));
        _memory = new PinnedBlock((((2 * hidden) + projections + inner + attention) * sizeof(float)) + layerScratch);
        Hidden = (float*)_memory.Pointer;
        Context = Hidden + hidden;
        Projections = Context + hidden;
        Inner = Projections + projections;
        AttentionScratch = Inner + inner;
        LayerScratch = (byte*)(AttentionScratch + attention);
    }

    /// <summary>Most tokens of a group.</summary>
    public int Tokens { get; }

    /// <summary>A row for each token, between layers.</summary>
    public float* Hidden { get; }

    /// <summary>What attention gives for each token; before the first layer, embeddings that are narrower than it.</summary>
    public float* Context { get; }

    /// <summary>Values from one row of <see cref="Hidden"/> and <see cref="Context"/> to the next.</summary>
    public nint HiddenStride { get; }

    /// <summary>Queries, keys and values of each token.</summary>
    public float* Projections { get; }

    /// <summary>Values from one row of <see cref="Projections"/> to the next.</summary>
    public nint ProjectionStride { get; }

    /// <summary>Inner values of the feed-forward network, of a block of rows.</summary>
    public float* Inner { get; }

    /// <summary>Values from one row of <see cref="Inner"/> to the next.</summary>
    public nint InnerStride { get; }

    /// <summary>See <see cref="SelfAttention.ScratchValues"/>.</summary>
    public float* AttentionScratch { get; }

    /// <summary>See <see cref="ILinearLayer.ScratchBytes"/>.</summary>
    public byte* LayerScratch { get; }

    private static long Whole(long values) => (values + Alignment - 1) / Alignment * Alignment;
}
