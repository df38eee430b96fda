namespace Perto.Platform;

/// <summary>Part of a list.</summary>
/// <param name="Items">The items of this page.</param>
/// <param name="NextCursor">Hand it back for the next page; null on the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor)
{
    /// <summary>The same page in another form.</summary>
    public Page<TOther> Select<TOther>(Func<T, TOther> form) => new([.. Items.Select(form)], NextCursor);
}

/// <summary>Makes pages.</summary>
public static class Page
{
    /// <summary>A page from one row more than it holds: that row says that there is a next page.</summary>
    /// <param name="rows">Up to <paramref name="limit"/> + 1 rows.</param>
    /// <param name="limit">How many the page holds.</param>
    /// <param name="key">The key by which the list is ordered.</param>
    public static Page<T> Of<T>(IReadOnlyList<T> rows, int limit, Func<T, string> key) =>
        rows.Count <= limit
            ? new Page<T>(rows, null)
            : new Page<T>([.. rows.Take(limit)], Cursor.Encode(key(rows[limit - 1])));
}
