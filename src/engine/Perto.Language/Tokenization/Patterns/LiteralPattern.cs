namespace Perto.Language;

/// <summary>A text that is not empty, as it is.</summary>
internal sealed class LiteralPattern(string literal) : ITextPattern
{
    public bool Find(ReadOnlySpan<char> text, int from, out int start, out int end)
    {
        int step = text[from..].IndexOf(literal, StringComparison.Ordinal);
        start = from + step;
        end = start + literal.Length;
        return step >= 0;
    }
}
