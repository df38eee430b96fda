namespace Perto.Platform;

/// <summary>How much of a list is asked for, and from where.</summary>
public sealed record Paging
{
    /// <summary>Items on a page when the caller does not say.</summary>
    public const int DefaultLimit = 50;

    /// <summary>Most items on a page.</summary>
    public const int MaxLimit = 500;

    /// <param name="limit">The query's <c>limit</c>, 1 to 500; null: 50.</param>
    /// <param name="cursor">The query's <c>cursor</c>; null: the first page.</param>
    /// <exception cref="InvalidValueException"><paramref name="limit"/> is out of range.</exception>
    public Paging(int? limit = null, string? cursor = null)
    {
        Limit = limit ?? DefaultLimit;
        if (Limit is < 1 or > MaxLimit)
            throw InvalidValueException.OutOfRange("limit", Limit, 1, MaxLimit);
        Cursor = cursor;
    }

    /// <summary>Most items to give.</summary>
    public int Limit { get; }

    /// <summary>Where the page before ended, as the caller gave it; see <see cref="Platform.Cursor.Read"/>.</summary>
    public string? Cursor { get; }

    /// <summary>
    /// Makes a page of rows that were queried with a limit of one more than <see cref="Limit"/>: the one too many tells that there is a next page.
    /// </summary>
    /// <param name="rows">At most <see cref="Limit"/> + 1 rows.</param>
    /// <param name="position">The cursor behind a row; see <see cref="Platform.Cursor.Write"/>.</param>
    public Page<T> Page<T>(IReadOnlyList<T> rows, Func<T, string> position) =>
        rows.Count > Limit
            ? new Page<T> { Items = [.. rows.Take(Limit)], NextCursor = position(rows[Limit - 1]) }
            : new Page<T> { Items = rows };
}
