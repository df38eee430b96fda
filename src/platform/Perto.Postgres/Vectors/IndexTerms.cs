using System.Security.Cryptography;
using System.Text;

namespace Perto.Postgres;

/// <summary>
/// What an inverted index keeps of a string. PostgreSQL's index entries have less than 2,704 bytes, strings of the contract up to 65,535: a
/// long one is represented by its hash.
/// </summary>
internal static class IndexTerms
{
    private const int LongestPlain = 500;

    // A string that begins like the stand-in of another gets a stand-in itself.
    private const char StandIn = '\u0001';

    /// <summary>The term of a string; itself where it may be.</summary>
    public static string Of(string text) => IsPlain(text)
        ? text
        : StandIn + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>The terms of strings.</summary>
    public static string[] Of(IEnumerable<string> texts) => [.. texts.Select(Of)];

    /// <summary>Whether a string is its own term.</summary>
    public static bool IsPlain(string text) =>
        text.Length <= LongestPlain && Encoding.UTF8.GetByteCount(text) <= LongestPlain && (text.Length == 0 || text[0] != StandIn);
}
