namespace Perto.Platform;

/// <summary>How the document describes the parameters of <see cref="Paging"/>, the same for every list.</summary>
public static class PagingWords
{
    /// <summary>Of <c>limit</c>; its range is <c>[Range(1, Paging.MaxLimit)]</c> and its default <c>[DefaultValue(Paging.DefaultLimit)]</c>.</summary>
    public const string Limit = "Most items on a page";

    /// <summary>Of <c>cursor</c>.</summary>
    public const string Cursor = "The next_cursor of the page before; none for the first page";
}
