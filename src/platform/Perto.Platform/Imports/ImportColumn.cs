namespace Perto.Platform;

/// <summary>Where the value of a module's column stands in a user's file: in a column of theirs, or nowhere but always the same.</summary>
public sealed record ImportColumn
{
    /// <summary>The column of the file.</summary>
    public string? Source { get; init; }

    /// <summary>The value of every row, where the file has no column for it.</summary>
    public string? Value { get; init; }

    /// <summary>Turns what stands there into what the module reads; null where it breaks <see cref="Rule"/>. Not asked for empty fields.</summary>
    public Func<string, string?>? Convert { get; init; }

    /// <summary>What the column must be: <c>must be a number from 1 to 10</c>.</summary>
    public string Rule { get; init; } = "cannot be read";
}
