using Perto.Learning;
using Perto.Numerics;

namespace Perto.Streaming.Tests;

/// <summary>How much places are noticed, by what is known of them.</summary>
public sealed class PlaceNoticeTests
{
    // Four titles of a page: the first and the third of the first row, the first of the second, and one far back in it. One in two is opened in the first row.
    private static readonly int[] Places = [0, 2, ServedTitle.Places, ServedTitle.Places + ServedTitle.Places - 1];
    private static readonly int[] Ranks = [1, 3, 1, 16];

    private static readonly RankerExample[] Pages = [.. Enumerable.Range(0, 1_000).Select(page =>
        new RankerExample("u", page, [], page % 2 == 0 ? [Engagement.Clicked, Engagement.Clicked, Engagement.Seen, Engagement.Seen] : new byte[4], Places, []) { Ranks = Ranks })];

    [Fact]
    public void Without_knowledge_the_ranker_tells_each_place()
    {
        double[] biases = new double[20];
        Array.Fill(biases, -20);
        biases[0] = 1;
        biases[2] = 1 + Math.Log(1 / 3.0);
        double[] noticed = PlaceNotice.Of(biases, null, Pages);
        Assert.Equal(20, noticed.Length);
        Assert.Equal(1, noticed[0], 1e-9);
        // Odds of 1 fall to a third: a share of a half to a quarter.
        Assert.Equal(0.5, noticed[2], 0.01);
        Assert.Equal(0.001, noticed[5]);
    }

    [Fact]
    public void Draws_tell_the_places_of_a_row_and_the_ranker_the_rows()
    {
        double[] noticed = PlaceNotice.Of([0, Math.Log(1 / 3.0)], new PlaceDecay(1, 0.1), Pages);
        Assert.Equal(20, noticed.Length);
        Assert.Equal(1 / 3.0, noticed[2], 1e-9);
        Assert.Equal(0.5, noticed[10], 0.01);
        // The last place of a row is what stands further back.
        Assert.Equal(noticed[10] / 16, noticed[19], 1e-9);
    }

    [Fact]
    public void A_place_that_is_not_known_is_taken_for_one_that_is_noticed_little()
    {
        Assert.Equal(0.1, PlaceNotice.At([1, 0.5], 7));
        Assert.Equal(1, PlaceNotice.At([], 7));
        Assert.Equal(10, PlaceNotice.Weight([1, 0.01], 1));
        Assert.Equal(2, PlaceNotice.Weight([1, 0.5], 1));
        Assert.Empty(PlaceNotice.Of([], null, Pages));
    }

    [Fact]
    public void A_ranker_of_the_first_format_is_read()
    {
        BoostedTrees trees = BoostedTrees.Fit(
            new LabeledRows { FeatureCount = 1, Features = [1, 2, 3, 4], Labels = [0, 0, 1, 1] }, new SquaredErrorObjective(), new BoostingSettings { Trees = 2, MinDataInLeaf = 1 });
        using var stream = new MemoryStream();
        var writer = new BinaryFileWriter(stream, "streaming-ranker", 1);
        writer.Section<double>("play", [2, -1]);
        writer.Section<double>("places", [0.5, 0.5 + Math.Log(0.25)]);
        writer.End();
        trees.Save(stream);

        RankerArtifact read = RankerArtifact.Read(stream.ToArray());
        Assert.Equal(1, read.Noticed[0], 1e-9);
        Assert.Equal(0.25, read.Noticed[1], 1e-9);
        Assert.Equal(read.Noticed, RankerArtifact.Read(read.ToBytes()).Noticed);
        Assert.Equal(trees.Score([3]), RankerArtifact.Read(read.ToBytes()).Trees.Score([3]));
    }
}
