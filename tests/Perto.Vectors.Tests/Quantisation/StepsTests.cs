using Perto.Numerics;

namespace Perto.Vectors.Tests.Quantisation;

public sealed class StepsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(100)]
    [InlineData(384)]
    public unsafe void Rounding_and_the_largest_are_those_of_scalar_code(int length)
    {
        SeededRandom random = new(length);
        float[] values = [.. Enumerable.Range(0, length).Select(_ => (float)random.Normal() * 50)];
        sbyte* steps = stackalloc sbyte[length];

        int sum = Steps.Round(values, step: .9f, limit: 63, steps);

        int expected = 0;
        for (int i = 0; i < length; i++)
        {
            int step = Math.Clamp((int)MathF.Round(values[i] * (1 / .9f)), -63, 63);
            Assert.Equal(step, steps[i]);
            expected += step;
        }
        Assert.Equal(expected, sum);
        Assert.Equal(values.Max(Math.Abs), Steps.Largest(values));
    }

    [Fact]
    public unsafe void A_vector_of_zeros_has_steps_of_zero()
    {
        sbyte* steps = stackalloc sbyte[40];
        Assert.Equal(0, Steps.Round(new float[40], step: 0, limit: 127, steps));
        Assert.All(new ReadOnlySpan<sbyte>(steps, 40).ToArray(), step => Assert.Equal(0, step));
    }
}
