using System.Numerics;
using System.Runtime.InteropServices;
using Perto.Numerics;

namespace Perto.Learning;

/// <summary>
/// One step of stochastic gradient ascent on ln sigmoid(x), where x is how far an item that a user had scores above one
/// that the user had not: u'(i - j) + the difference of their biases.
/// </summary>
internal readonly struct PairwiseStep(BprSettings settings)
{
    private readonly float _rate = (float)settings.LearningRate;
    private readonly float _decay = (float)(1 - (settings.LearningRate * settings.Regularization));

    /// <summary>What is left of a factor after the regularisation of one step.</summary>
    public float Decay => _decay;

    /// <summary>The length of the step along i - j: the rate times the probability of being wrong.</summary>
    public float Length(ReadOnlySpan<float> user, ReadOnlySpan<float> positive, ReadOnlySpan<float> negative, float bias, float weight)
    {
        float better = bias + VectorKernels.Dot(user, positive) - VectorKernels.Dot(user, negative);
        return _rate * weight / (1 + MathF.Exp(better));
    }

    /// <summary>Moves the factors of all three and the biases of the items.</summary>
    public void Move(Span<float> user, Span<float> positive, Span<float> negative, ref float positiveBias, ref float negativeBias, float weight)
    {
        float length = Length(user, positive, negative, positiveBias - negativeBias, weight);
        positiveBias = (positiveBias * _decay) + length;
        negativeBias = (negativeBias * _decay) - length;
        ref float u = ref MemoryMarshal.GetReference(user);
        ref float p = ref MemoryMarshal.GetReference(positive);
        ref float n = ref MemoryMarshal.GetReference(negative);
        Vector<float> step = new(length), decay = new(_decay);
        int at = 0;
        for (; at <= user.Length - Vector<float>.Count; at += Vector<float>.Count)
        {
            Vector<float> userPart = Vector.LoadUnsafe(ref u, (nuint)at);
            Vector<float> positivePart = Vector.LoadUnsafe(ref p, (nuint)at);
            Vector<float> negativePart = Vector.LoadUnsafe(ref n, (nuint)at);
            ((userPart * decay) + (step * (positivePart - negativePart))).StoreUnsafe(ref u, (nuint)at);
            ((positivePart * decay) + (step * userPart)).StoreUnsafe(ref p, (nuint)at);
            ((negativePart * decay) - (step * userPart)).StoreUnsafe(ref n, (nuint)at);
        }

        for (; at < user.Length; at++)
        {
            (float userPart, float positivePart, float negativePart) = (user[at], positive[at], negative[at]);
            user[at] = (userPart * _decay) + (length * (positivePart - negativePart));
            positive[at] = (positivePart * _decay) + (length * userPart);
            negative[at] = (negativePart * _decay) - (length * userPart);
        }
    }
}
