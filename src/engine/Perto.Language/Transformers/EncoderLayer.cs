using Perto.Numerics;

namespace Perto.Language;

/// <summary>One layer of an encoder: attention and a feed-forward network, each added to its input and normalised.</summary>
internal sealed unsafe class EncoderLayer
{
    /// <summary>Rows whose wide inner values stay in the second-level cache between the two halves of the feed-forward network.</summary>
    public const int RowBlock = 48;

    private readonly ILinearLayer _projections;
    private readonly ILinearLayer _attentionOutput;
    private readonly LayerNormalization _attentionNorm;
    private readonly ILinearLayer _expansion;
    private readonly ILinearLayer _contraction;
    private readonly LayerNormalization _outputNorm;
    private readonly TransformerConfig _config;

    public EncoderLayer(TransformerConfig config, int layer, WeightNames names, TensorSet tensors, WeightPrecision precision)
    {
        _config = config;
        int hidden = config.HiddenSize;
        int inner = config.IntermediateSize;
        _projections = Weights.Joined(tensors, [names.Query(layer), names.Key(layer), names.Value(layer)], hidden, hidden, precision);
        _attentionOutput = Weights.Linear(tensors, names.AttentionOutput(layer), hidden, hidden, precision);
        _attentionNorm = Weights.Norm(tensors, names.AttentionNorm(layer), hidden, config.Epsilon);
        _expansion = Weights.Linear(tensors, names.Expansion(layer), hidden, inner, precision);
        _contraction = Weights.Linear(tensors, names.Contraction(layer), inner, hidden, precision);
        _outputNorm = Weights.Norm(tensors, names.OutputNorm(layer), hidden, config.Epsilon);
    }

    public long Bytes => _projections.Bytes + _attentionOutput.Bytes + _expansion.Bytes + _contraction.Bytes;

    /// <summary>Scratch bytes of the widest of its linear layers.</summary>
    public int ScratchBytes(int rows) => Math.Max(
        Math.Max(_projections.ScratchBytes(rows), _attentionOutput.ScratchBytes(rows)), Math.Max(_expansion.ScratchBytes(rows), _contraction.ScratchBytes(rows)));

    /// <summary>Carries the hidden rows of a group of texts through the layer, in place.</summary>
    public void Apply(Workspace space, ReadOnlySpan<int> lengths)
    {
        int rows = 0;
        foreach (int length in lengths)
            rows += length;
        _projections.Apply(
            space.Hidden, space.HiddenStride, rows, space.Projections, space.ProjectionStride, Activation.Identity, add: false, space.LayerScratch);
        int first = 0;
        foreach (int length in lengths)
        {
            SelfAttention.Attend(
                space.Projections + (first * space.ProjectionStride), space.ProjectionStride, length, _config.Heads, _config.HiddenSize / _config.Heads,
                space.Context + (first * space.HiddenStride), space.HiddenStride, space.AttentionScratch);
            first += length;
        }

        for (int top = 0; top < rows; top += RowBlock)
            ApplyToBlock(space, top, Math.Min(RowBlock, rows - top));
    }

    private void ApplyToBlock(Workspace space, int top, int count)
    {
        float* hidden = space.Hidden + (top * space.HiddenStride);
        _attentionOutput.Apply(
            space.Context + (top * space.HiddenStride), space.HiddenStride, count, hidden, space.HiddenStride, Activation.Identity, add: true, space.LayerScratch);
        _attentionNorm.Apply(hidden, space.HiddenStride, count);
        _expansion.Apply(hidden, space.HiddenStride, count, space.Inner, space.InnerStride, _config.Activation, add: false, space.LayerScratch);
        _contraction.Apply(space.Inner, space.InnerStride, count, hidden, space.HiddenStride, Activation.Identity, add: true, space.LayerScratch);
        _outputNorm.Apply(hidden, space.HiddenStride, count);
    }
}
