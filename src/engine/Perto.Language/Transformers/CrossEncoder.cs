namespace Perto.Language;

/// <summary>
/// A model that reads two texts together and judges them: how well the second answers the first, for a model that was trained for search. Safe for use by
/// several threads.
/// </summary>
public sealed class CrossEncoder
{
    private readonly ClassificationHead _head;

    private CrossEncoder(TransformerEncoder encoder, ClassificationHead head)
    {
        Encoder = encoder;
        _head = head;
    }

    /// <summary>What reads the pairs.</summary>
    public TransformerEncoder Encoder { get; }

    /// <summary>How many numbers it gives for a pair: 1 where it judges relevance.</summary>
    public int Labels => _head.Labels;

    /// <summary>Makes a cross-encoder.</summary>
    /// <inheritdoc cref="TransformerEncoder.Load"/>
    public static CrossEncoder Load(TransformerConfig config, TensorSet tensors, WeightPrecision precision, ParallelOptions parallel)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(tensors);
        return new CrossEncoder(TransformerEncoder.Load(config, tensors, precision, parallel), ClassificationHead.Load(config, tensors));
    }

    /// <summary>Judges pairs.</summary>
    /// <param name="pairs">The tokens of each pair, see <see cref="ITextTokenizer.EncodePair"/>.</param>
    /// <param name="parallel">How many threads may work, and when to stop: it is looked at before each layer of a group of some 256 tokens.</param>
    /// <returns>For each pair the model's raw outputs, <see cref="Labels"/> of them.</returns>
    /// <exception cref="ArgumentException">A pair has no tokens, too many, or ids that the model does not have.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public float[][] Judge(IReadOnlyList<TokenizedText> pairs, ParallelOptions parallel)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        int hidden = Encoder.Config.HiddenSize;
        float[] firstTokens = new float[(long)pairs.Count * hidden];
        Encoder.Encode(pairs, (pair, states, _) => states[..hidden].CopyTo(firstTokens.AsSpan(pair * hidden, hidden)), parallel);
        return _head.Judge(firstTokens, pairs.Count);
    }
}
