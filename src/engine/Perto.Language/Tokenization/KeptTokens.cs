using System.Buffers;

namespace Perto.Language;

/// <summary>
/// Finds in a text the tokens that are kept whole: the first one, and of those at the same place the longest. How many there are does
/// not matter.
/// </summary>
internal sealed class KeptTokens
{
    private readonly PieceTrie _tokens;
    private readonly SearchValues<char> _beginnings;

    public KeptTokens(IReadOnlyCollection<KeyValuePair<string, int>> tokens)
    {
        _tokens = new PieceTrie(tokens);
        _beginnings = SearchValues.Create([.. tokens.Where(token => token.Key.Length > 0).Select(token => token.Key[0]).Distinct()]);
    }

    /// <summary>Where the next one stands, or -1; its length and its id.</summary>
    public int Find(ReadOnlySpan<char> text, out int length, out int id)
    {
        int from = 0;
        while (text[from..].IndexOfAny(_beginnings) is >= 0 and int step)
        {
            from += step;
            length = _tokens.Longest(PieceTrie.Beginnings, text[from..], out id);
            if (length > 0)
                return from;
            from++;
        }

        length = 0;
        id = PieceTrie.None;
        return -1;
    }
}
