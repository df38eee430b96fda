using System.Buffers;

namespace Perto.Language;

/// <summary>Finds in a text the tokens that are kept whole: the first one, and of those at the same place the longest.</summary>
internal sealed class KeptTokens
{
    private readonly KeyValuePair<string, int>[] _longestFirst;
    private readonly SearchValues<char> _beginnings;

    public KeptTokens(IEnumerable<KeyValuePair<string, int>> tokens)
    {
        _longestFirst = [.. tokens.Where(token => token.Key.Length > 0).OrderByDescending(token => token.Key.Length)];
        _beginnings = SearchValues.Create([.. _longestFirst.Select(token => token.Key[0]).Distinct()]);
    }

    /// <summary>Where the next one stands, or -1; its length and its id.</summary>
    public int Find(ReadOnlySpan<char> text, out int length, out int id)
    {
        int from = 0;
        while (text[from..].IndexOfAny(_beginnings) is >= 0 and int step)
        {
            from += step;
            foreach ((string token, int tokenId) in _longestFirst)
            {
                if (!text[from..].StartsWith(token, StringComparison.Ordinal))
                    continue;
                length = token.Length;
                id = tokenId;
                return from;
            }

            from++;
        }

        length = 0;
        id = -1;
        return -1;
    }
}
