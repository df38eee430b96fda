using System.Numerics;
using System.Runtime.InteropServices;

namespace Perto.Learning;

/// <summary>
/// The optimiser of Kingma and Ba 2015 ("Adam: A Method for Stochastic Optimization"), algorithm 1 in the order of its section 2, with L2
/// regularisation in the gradient. Rows of embedding tables are stepped lazily: only when a batch touches them, with moments that do not decay
/// in between and with the bias correction of the common step count, so that a step costs what the batch touches, not what the tables hold.
/// </summary>
internal sealed class Adam(double learningRate, double regularization)
{
    private const double FirstDecay = 0.9;
    private const double SecondDecay = 0.999;
    private const float Epsilon = 1e-8f;

    private int _steps;
    private float _rate;

    /// <summary>Begins the next step: what is stepped until the next one shares its bias correction.</summary>
    public void Begin()
    {
        _steps++;
        double first = 1 - Math.Pow(FirstDecay, _steps);
        double second = 1 - Math.Pow(SecondDecay, _steps);
        _rate = (float)(learningRate * Math.Sqrt(second) / first);
    }

    /// <summary>Moves values against their gradient. Threads may step different values at once.</summary>
    /// <param name="values">The parameters.</param>
    /// <param name="gradient">Their gradient, without regularisation.</param>
    /// <param name="first">Running mean of the gradient; zero at first.</param>
    /// <param name="second">Running mean of its square; zero at first.</param>
    public void Step(Span<float> values, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second)
    {
        Span<Vector<float>> w = MemoryMarshal.Cast<float, Vector<float>>(values);
        ReadOnlySpan<Vector<float>> g = MemoryMarshal.Cast<float, Vector<float>>(gradient);
        Span<Vector<float>> m = MemoryMarshal.Cast<float, Vector<float>>(first);
        Span<Vector<float>> v = MemoryMarshal.Cast<float, Vector<float>>(second);
        Vector<float> decay = new((float)regularization);
        Vector<float> keepFirst = new((float)FirstDecay);
        Vector<float> keepSecond = new((float)SecondDecay);
        Vector<float> takeFirst = new((float)(1 - FirstDecay));
        Vector<float> takeSecond = new((float)(1 - SecondDecay));
        Vector<float> rate = new(_rate);
        Vector<float> epsilon = new(Epsilon);
        for (int i = 0; i < w.Length; i++)
        {
            Vector<float> slope = g[i] + (decay * w[i]);
            m[i] = (keepFirst * m[i]) + (takeFirst * slope);
            v[i] = (keepSecond * v[i]) + (takeSecond * slope * slope);
            w[i] -= rate * m[i] / (Vector.SquareRoot(v[i]) + epsilon);
        }

        for (int i = w.Length * Vector<float>.Count; i < values.Length; i++)
        {
            float slope = gradient[i] + ((float)regularization * values[i]);
            first[i] = ((float)FirstDecay * first[i]) + ((float)(1 - FirstDecay) * slope);
            second[i] = ((float)SecondDecay * second[i]) + ((float)(1 - SecondDecay) * slope * slope);
            values[i] -= _rate * first[i] / (MathF.Sqrt(second[i]) + Epsilon);
        }
    }
}
