using Perto.Numerics;

namespace Perto.Language;

/// <summary>Turns texts into vectors: an encoder, pooling, and where the model asks for it length 1. Safe for use by several threads.</summary>
/// <param name="encoder">The model.</param>
/// <param name="config">What is done with its rows.</param>
public sealed class SentenceEncoder(TransformerEncoder encoder, SentenceEncoderConfig config)
{
    /// <summary>The model.</summary>
    public TransformerEncoder Encoder => encoder;

    /// <summary>What is done with its rows.</summary>
    public SentenceEncoderConfig Config => config;

    /// <summary>Values of a vector.</summary>
    public int Dimensions => encoder.Config.HiddenSize;

    /// <summary>The most tokens of a text: what is more has to be cut off before.</summary>
    public int LongestInput => Math.Min(encoder.Config.LongestInput, config.LongestInput ?? int.MaxValue);

    /// <summary>The vectors of texts, in their order.</summary>
    /// <param name="texts">The tokens of each text, see <see cref="ITextTokenizer.EncodeText"/>; its prompt is part of it.</param>
    /// <param name="parallel">How many threads may work, and when to stop: it is looked at before each layer of a group of some 256 tokens.</param>
    /// <exception cref="ArgumentException">A text has no tokens, too many, or ids that the model does not have.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public float[][] Encode(IReadOnlyList<TokenizedText> texts, ParallelOptions parallel)
    {
        ArgumentNullException.ThrowIfNull(texts);
        float[][] vectors = new float[texts.Count][];
        encoder.Encode(texts, (text, states, stride) => vectors[text] = Vector(states, stride, texts[text].Ids.Length), parallel);
        return vectors;
    }

    private float[] Vector(ReadOnlySpan<float> states, int stride, int tokens)
    {
        float[] vector = new float[Dimensions];
        switch (config.Pooling)
        {
            case Pooling.Mean:
                for (int token = 0; token < tokens; token++)
                    VectorKernels.Axpy(1, states.Slice(token * stride, Dimensions), vector);
                VectorKernels.Scale(1f / tokens, vector);
                break;
            case Pooling.Max:
                states[..Dimensions].CopyTo(vector);
                for (int token = 1; token < tokens; token++)
                    RaiseTo(states.Slice(token * stride, Dimensions), vector);
                break;
            case Pooling.FirstToken:
                states[..Dimensions].CopyTo(vector);
                break;
            case Pooling.LastToken:
                states.Slice((tokens - 1) * stride, Dimensions).CopyTo(vector);
                break;
            default:
                throw new InvalidOperationException($"pooling must be a value of Pooling; it is {config.Pooling}");
        }

        if (config.Normalize)
            VectorKernels.Scale(1 / MathF.Max(MathF.Sqrt(VectorKernels.Dot(vector, vector)), 1e-12f), vector);
        return vector;
    }

    private static void RaiseTo(ReadOnlySpan<float> row, Span<float> vector)
    {
        for (int i = 0; i < vector.Length; i++)
            vector[i] = Math.Max(vector[i], row[i]);
    }
}
