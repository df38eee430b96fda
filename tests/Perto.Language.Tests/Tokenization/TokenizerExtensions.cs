namespace Perto.Language.Tests;

/// <summary>What tests ask of tokenizers.</summary>
internal static class TokenizerExtensions
{
    /// <summary>The tokens of a text, without special ones around it.</summary>
    public static string[] Tokens(this ITextTokenizer tokenizer, string text)
    {
        var ids = new int[tokenizer.Encode(text, [], [])];
        Assert.Equal(ids.Length, tokenizer.Encode(text, ids, []));
        return [.. ids.Select(id => tokenizer.Vocabulary.TryGetToken(id, out string? token) ? token : $"?{id}")];
    }

    /// <summary>What of the text its tokens stand for.</summary>
    public static string[] Places(this ITextTokenizer tokenizer, string text)
    {
        var ranges = new TextRange[tokenizer.Encode(text, [], [])];
        tokenizer.Encode(text, [], ranges);
        return [.. ranges.Select(range => text[range.Start..range.End])];
    }
}
