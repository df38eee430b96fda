namespace Perto.Recommendations.Tests;

public sealed class ScorePartsTests
{
    [Fact]
    public void Parts_are_found_by_name_and_keep_their_order()
    {
        var parts = new ScoreParts(1);
        foreach (int i in Enumerable.Range(0, 9))
            parts.Add($"part{i}", i / 2.0);

        Assert.Equal(9, parts.Count);
        Assert.Equal(Enumerable.Range(0, 9).Select(i => $"part{i}"), parts.Keys);
        Assert.Equal(Enumerable.Range(0, 9).Select(i => i / 2.0), parts.Values);
        Assert.Equal(parts.Keys.Zip(parts.Values), parts.Select(part => (part.Key, part.Value)));
        Assert.Equal(3.5, parts["part7"]);
        Assert.True(parts.ContainsKey("part0"));
        Assert.False(parts.TryGetValue("part9", out double none));
        Assert.Equal(0, none);
        Assert.Throws<KeyNotFoundException>(() => parts["Part0"]);
    }
}
