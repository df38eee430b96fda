namespace Perto.Learning.Tests;

public sealed class MultipleTestingTests
{
    /// <summary>Benjamini and Hochberg (1995), the fifteen p values of Neuhaus et al. in their section 3: four discoveries at 0.05, where Bonferroni has three.</summary>
    private static readonly double[] Neuhaus =
        [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000];

    [Fact]
    public void Benjamini_and_Hochberg_find_the_four_of_their_paper()
    {
        double[] adjusted = MultipleTesting.BenjaminiHochberg(Neuhaus);
        Assert.Equal(4, adjusted.Count(p => p <= 0.05));
        // The fourth: 0.0095 x 15 / 4, the border of the paper.
        Assert.Equal(0.035625, adjusted[3], 12);
        // The sixth and seventh are held down by the eighth: 0.0344 x 15 / 8 = 0.0645, and 0.0298 x 15 / 7 = 0.06386.
        Assert.Equal(0.0298 * 15 / 7, adjusted[5], 12);
    }

    /// <summary>R's p.adjust(c(0.01, 0.02, 0.03, 0.04, 0.05), "holm"): 0.05, 0.08, 0.09, 0.09, 0.09.</summary>
    [Fact]
    public void Holm_steps_down()
    {
        double[] expected = [0.05, 0.08, 0.09, 0.09, 0.09];
        double[] adjusted = MultipleTesting.Holm([0.01, 0.02, 0.03, 0.04, 0.05]);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], adjusted[i], 12);
        Assert.Equal(3, MultipleTesting.Holm(Neuhaus).Count(p => p <= 0.05));
        Assert.Equal(1, MultipleTesting.Holm(Neuhaus)[^1]);
    }

    [Fact]
    public void The_order_of_the_tests_does_not_matter()
    {
        double[] backwards = [.. Neuhaus.Reverse()];
        Assert.Equal(MultipleTesting.Holm(Neuhaus), MultipleTesting.Holm(backwards).Reverse());
        Assert.Equal(MultipleTesting.BenjaminiHochberg(Neuhaus), MultipleTesting.BenjaminiHochberg(backwards).Reverse());
        Assert.Empty(MultipleTesting.Holm([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => MultipleTesting.BenjaminiHochberg([0.5, double.NaN]));
    }
}
