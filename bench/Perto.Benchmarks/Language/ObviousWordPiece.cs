using System.Text;
using Perto.Language;

namespace Perto.Benchmarks.Language;

/// <summary>
/// WordPiece in the steps of BERT's tokenization.py, each on whole strings: small letters, no accents (of the few letters of the
/// benchmark), words, and the longest pieces by trying all substrings in a dictionary.
/// </summary>
internal sealed class ObviousWordPiece(TokenVocabulary vocabulary)
{
    private readonly int _unknown = vocabulary.Ids["[UNK]"];

    public List<int> Encode(string text)
    {
        var ids = new List<int>();
        foreach (string word in Words(text.ToLowerInvariant().Replace('ã', 'a').Replace('é', 'e').Replace('ç', 'c')))
        {
            int before = ids.Count;
            for (int start = 0; start < word.Length;)
            {
                int end = word.Length, id = _unknown;
                while (end > start && !vocabulary.TryGetId((start > 0 ? "##" : "") + word[start..end], out id))
                    end--;
                if (end == start)
                {
                    ids.RemoveRange(before, ids.Count - before);
                    ids.Add(_unknown);
                    break;
                }

                ids.Add(id);
                start = end;
            }
        }

        return ids;
    }

    private static List<string> Words(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (char character in text)
        {
            bool alone = char.IsPunctuation(character) || (char.IsAscii(character) && char.IsSymbol(character));
            if ((alone || char.IsWhiteSpace(character)) && word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }

            if (alone)
                words.Add(character.ToString());
            else if (!char.IsWhiteSpace(character))
                word.Append(character);
        }

        if (word.Length > 0)
            words.Add(word.ToString());
        return words;
    }
}
