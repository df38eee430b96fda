using System.Numerics;

namespace Perto.Numerics.Tests.Layers;

public sealed class VectorFunctionsTests
{
    [Fact]
    public void Exp_is_within_two_units_of_the_last_place()
    {
        double worst = 0;
        foreach (float x in Range(-87.3f, 88, 400_000))
        {
            double exact = Math.Exp(x);
            worst = Math.Max(worst, Math.Abs(VectorFunctions.Exp(new Vector<float>(x))[0] - exact) / (MathF.BitIncrement((float)exact) - (double)(float)exact));
        }

        Assert.InRange(worst, 0.4, 2);
        Assert.Equal(1, VectorFunctions.Exp(Vector<float>.Zero)[0]);
    }

    [Fact]
    public void Exp_of_what_is_too_small_or_large_is_finite()
    {
        Assert.InRange(VectorFunctions.Exp(new Vector<float>(float.NegativeInfinity))[0], 0, 1.2e-38f);
        Assert.InRange(VectorFunctions.Exp(new Vector<float>(-1e30f))[0], 0, 1.2e-38f);
        Assert.InRange(VectorFunctions.Exp(new Vector<float>(1e30f))[0], 1e38f, float.MaxValue);
    }

    [Fact]
    public void Erf_is_within_four_ten_millionths()
    {
        double worst = 0;
        foreach (float x in Range(-6, 6, 400_000))
            worst = Math.Max(worst, Math.Abs(VectorFunctions.Erf(new Vector<float>(x))[0] - PlainLayers.Erf(x)));
        Assert.InRange(worst, 1e-8, 4e-7);
    }

    private static IEnumerable<float> Range(float low, float high, int steps) =>
        Enumerable.Range(0, steps + 1).Select(i => low + ((high - low) * i / steps));
}
