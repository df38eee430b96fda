namespace Perto.Vectors;

/// <summary>A named, typed payload field.</summary>
/// <param name="Name">Its name in the schema.</param>
/// <param name="Kind">Its type.</param>
public sealed record PayloadField(string Name, PayloadKind Kind)
{
    /// <summary>Longest accepted string, in bytes of UTF-8.</summary>
    public const int MaxKeywordBytes = 65_535;

    /// <summary>Most strings in a list.</summary>
    public const int MaxKeywords = 1_024;

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Kind}";
}
