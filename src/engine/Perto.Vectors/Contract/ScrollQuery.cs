namespace Perto.Vectors;

/// <summary>Asks for a page of records.</summary>
public sealed class ScrollQuery
{
    /// <summary>Largest accepted <see cref="Limit"/>.</summary>
    public const int MaxLimit = 10_000;

    /// <summary>Which records; all, if <see langword="null"/>.</summary>
    public Filter? Filter { get; init; }

    /// <summary>Most records on a page, 1 to <see cref="MaxLimit"/>.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>The <see cref="ScrollPage.Cursor"/> of the page before; <see langword="null"/> for the first page.</summary>
    public string? Cursor { get; init; }

    /// <summary>Whether the records carry their vectors.</summary>
    public bool IncludeVectors { get; init; }
}
