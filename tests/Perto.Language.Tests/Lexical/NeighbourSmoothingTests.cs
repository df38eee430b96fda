namespace Perto.Language.Tests;

public sealed class NeighbourSmoothingTests
{
    [Fact]
    public void Neighbours_share_by_their_distance_and_nothing_comes_from_beyond_the_ends()
    {
        double[] smoothed = new double[5];
        NeighbourSmoothing.Smooth([8, 0, 0, 4, 0], smoothed);
        Assert.Equal([8, 4 + 1, 2 + 2, 4, 2], smoothed);
    }

    [Fact]
    public void Weights_may_reach_beyond_the_conversation()
    {
        double[] smoothed = new double[2];
        NeighbourSmoothing.Smooth([1, 2], smoothed, [1, 10, 100]);
        Assert.Equal([3, 3], smoothed);
        NeighbourSmoothing.Smooth([1, 2], smoothed, []);
        Assert.Equal([1, 2], smoothed);
        NeighbourSmoothing.Smooth([], [], null);
    }

    [Fact]
    public void What_cannot_be_right_is_refused()
    {
        double[] scores = [1, 2, 3];
        Assert.Throws<ArgumentException>(() => NeighbourSmoothing.Smooth(scores, new double[2]));
        Assert.Throws<ArgumentException>(() => NeighbourSmoothing.Smooth(scores, scores));
        Assert.Throws<ArgumentException>(() => NeighbourSmoothing.Smooth(scores, new double[3], [double.NaN]));
    }
}
