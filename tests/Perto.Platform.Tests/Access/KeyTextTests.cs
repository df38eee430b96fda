using System.Text.RegularExpressions;

namespace Perto.Platform.Tests;

public sealed partial class KeyTextTests
{
    [Fact]
    public void A_key_has_a_form_that_scanners_know_and_no_two_are_alike()
    {
        string[] keys = [.. Enumerable.Range(0, 1000).Select(_ => KeyText.New())];
        Assert.All(keys, key => Assert.Matches(Form, key));
        Assert.All(keys, key => Assert.True(KeyText.IsKey(key)));
        Assert.Equal(keys.Length, keys.Distinct().Count());
        Assert.Equal(keys.Length, keys.Select(KeyText.PrefixOf).Distinct().Count());
    }

    [Fact]
    public void One_wrong_character_anywhere_is_noticed()
    {
        string key = KeyText.New();
        for (int place = 0; place < key.Length; place++)
        {
            char other = key[place] == 'a' ? 'b' : 'a';
            Assert.False(KeyText.IsKey($"{key.AsSpan(0, place)}{other}{key.AsSpan(place + 1)}"), $"place {place}");
        }
        Assert.False(KeyText.IsKey(key.AsSpan(0, key.Length - 1)));
        Assert.False(KeyText.IsKey(key + "a"));
        Assert.False(KeyText.IsKey(key.ToUpperInvariant()));
        Assert.False(KeyText.IsKey(""));
    }

    [Fact]
    public void A_key_is_found_inside_of_a_text()
    {
        string key = KeyText.New();
        Assert.True(KeyText.IsIn($"/v1/perto_/{key}/x"));
        Assert.True(KeyText.IsIn($"perto_{key}"));
        Assert.False(KeyText.IsIn($"/v1/{key[..^1]}"));
        Assert.False(KeyText.IsIn("perto_perto_perto_"));
    }

    [GeneratedRegex("^perto_[a-z0-9]{8}_[0-9A-Za-z]{49}$")]
    private static partial Regex Form { get; }
}
