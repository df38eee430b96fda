using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Perto.Language;

/// <summary>The tokens that a model knows, and the id of each.</summary>
public sealed class TokenVocabulary
{
    private readonly Dictionary<string, int> _ids;
    private readonly Dictionary<int, string> _tokens;

    /// <param name="ids">Each token with its id.</param>
    /// <exception cref="InvalidDataException">An id is negative, or two tokens have the same.</exception>
    public TokenVocabulary(IEnumerable<KeyValuePair<string, int>> ids)
    {
        _ids = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach ((string token, int id) in ids)
            _ids[token] = id;
        _tokens = new Dictionary<int, string>(_ids.Count);
        foreach ((string token, int id) in _ids)
        {
            if (id < 0)
                throw new InvalidDataException($"The token '{token}' has the id {id}: an id is 0 or more.");
            if (!_tokens.TryAdd(id, token))
                throw new InvalidDataException($"The tokens '{_tokens[id]}' and '{token}' have the same id {id}: each needs its own.");
        }
    }

    /// <summary>How many tokens there are.</summary>
    public int Count => _ids.Count;

    /// <summary>The tokens with their ids.</summary>
    public IReadOnlyDictionary<string, int> Ids => _ids;

    /// <summary>
    /// Reads a <c>vocab.txt</c>: UTF-8, one token a line, whose id is the number of the line from 0. White space at the end of a line
    /// does not count; of a token that is there twice the last line counts, as in the library that wrote the file.
    /// </summary>
    /// <exception cref="InvalidDataException">It is not UTF-8, or there is nothing in it.</exception>
    public static TokenVocabulary ReadLines(Stream lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        using var reader = new StreamReader(lines, new UTF8Encoding(false, throwOnInvalidBytes: true), leaveOpen: true);
        int line = 0;
        try
        {
            for (; reader.ReadLine() is { } token; line++)
                ids[token.TrimEnd()] = line;
        }
        catch (DecoderFallbackException fault)
        {
            throw new InvalidDataException($"The vocabulary is not UTF-8 text (after line {line}): {fault.Message}", fault);
        }

        if (ids.Count == 0)
            throw new InvalidDataException("The vocabulary is empty: it needs one token a line.");
        return new TokenVocabulary(ids);
    }

    /// <summary>The id of a token, if it is known.</summary>
    public bool TryGetId(string token, out int id) => _ids.TryGetValue(token, out id);

    /// <summary>The token of an id, if there is one.</summary>
    public bool TryGetToken(int id, [MaybeNullWhen(false)] out string token) => _tokens.TryGetValue(id, out token);
}
