namespace Perto.Language;

/// <summary>A part of a text with the place in the original text of each of its code units.</summary>
internal readonly ref struct AlignedSpan(ReadOnlySpan<char> units, ReadOnlySpan<TextRange> origins)
{
    public ReadOnlySpan<char> Units { get; } = units;

    public ReadOnlySpan<TextRange> Origins { get; } = origins;

    public int Length => Units.Length;

    /// <summary>What of the original text it came from: from the first unit's beginning to the last one's end. Not for nothing.</summary>
    public TextRange Origin => new(Origins[0].Start, Origins[^1].End);

    public AlignedSpan Slice(int start, int length) => new(Units.Slice(start, length), Origins.Slice(start, length));
}
