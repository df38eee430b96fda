using Perto.Testing;

namespace Perto.Vectors.Tests;

public sealed class UnitVectorTests
{
    public static TheoryData<int> Lengths => [.. Enumerable.Range(1, 70), 3_071];

    [Theory, MemberData(nameof(Lengths))]
    public void A_vector_is_divided_by_its_length_as_by_plain_arithmetic(int length)
    {
        Random random = Seeds.Random();
        // Float cannot hold the squares of the last two.
        foreach (float scale in new[] { 1f, 1e30f, 1e-40f })
        {
            float[] vector = [.. Enumerable.Range(0, length).Select(_ => ((random.NextSingle() * 2) - 1) * scale)], unit = new float[length + 8];
            double squares = 0;
            foreach (float value in vector)
                squares += (double)value * value;
            double expected = Math.Sqrt(squares);

            double written = UnitVector.Write(vector, unit);

            Assert.Equal(1.0, written / expected, 1e-12);
            for (int i = 0; i < length; i++)
                Assert.Equal(vector[i] / expected, unit[i], 1e-7);
            Assert.All(unit[length..], beyond => Assert.Equal(0f, beyond));
        }
    }
}
