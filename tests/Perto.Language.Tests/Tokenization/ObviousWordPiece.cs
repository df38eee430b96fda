using System.Globalization;
using System.Text;

namespace Perto.Language.Tests;

/// <summary>
/// WordPiece written step after step on whole strings, as in BERT's own tokenization.py. It knows the decompositions of the few
/// characters that its tests use.
/// </summary>
internal sealed class ObviousWordPiece(string[] tokens)
{
    private static readonly string[] Kept = ["[UNK]", "[CLS]", "[SEP]", "[PAD]", "[MASK]"];

    private static readonly Dictionary<string, string> Decompositions = new()
    {
        ["é"] = "e\u0301",
        ["한"] = "\u1112\u1161\u11AB",
        ["İ"] = "I\u0307",
    };

    private readonly HashSet<string> _tokens = [.. tokens];

    public List<string> Cut(string text)
    {
        var found = new List<string>();
        while (text.Length > 0)
        {
            string? kept = Kept.FirstOrDefault(token => text.StartsWith(token, StringComparison.Ordinal));
            if (kept is not null)
            {
                found.Add(kept);
                text = text[kept.Length..];
                continue;
            }

            int next = Kept.Select(token => text.IndexOf(token, StringComparison.Ordinal)).Where(at => at > 0).DefaultIfEmpty(text.Length).Min();
            found.AddRange(Words(text[..next]).SelectMany(Pieces));
            text = text[next..];
        }

        return found;
    }

    private static IEnumerable<string> Words(string text)
    {
        IEnumerable<Rune> clean = text.EnumerateRunes().Where(rune => rune.Value is not (0 or 0xFFFD)
            && (rune.Value is '\t' or '\n' or '\r' || Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format)));
        string spaced = string.Concat(clean.Select(rune => rune.Value is >= 0x4E00 and <= 0x9FFF ? $" {rune} " : rune.ToString()));
        string apart = string.Concat(spaced.EnumerateRunes().Select(rune => Decompositions.GetValueOrDefault(rune.ToString(), rune.ToString())));
        string bare = string.Concat(apart.EnumerateRunes().Where(rune => Rune.GetUnicodeCategory(rune) != UnicodeCategory.NonSpacingMark)
            .Select(rune => rune.ToString()));
        string split = string.Concat(bare.ToLowerInvariant().Select(letter =>
            letter < 128 && (char.IsPunctuation(letter) || char.IsSymbol(letter)) ? $" {letter} " : letter.ToString()));
        return split.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    }

    private List<string> Pieces(string word)
    {
        Rune[] runes = [.. word.EnumerateRunes()];
        var pieces = new List<string>();
        for (int start = 0; start < runes.Length;)
        {
            int end = runes.Length;
            string piece = "";
            for (; end > start; end--)
            {
                piece = (start > 0 ? "##" : "") + string.Concat(runes[start..end]);
                if (_tokens.Contains(piece))
                    break;
            }

            if (end == start || runes.Length > 100)
                return ["[UNK]"];
            pieces.Add(piece);
            start = end;
        }

        return pieces;
    }
}
