namespace Perto.Platform;

/// <summary>A <see cref="RowError"/> as it is stored, with whom the line is about.</summary>
internal sealed record StoredRowError(string File, long Line, string? Field, string? Given, string Rule, string? About)
{
    // What stands behind the beginning of a value that was too long to quote.
    private const string Cut = "...";

    public static StoredRowError Of(ImportRow row, string? about) =>
        new(row.Error!.File, row.Error.Line, row.Error.Field, row.Error.Given, row.Error.Rule, about);

    public RowError ToError() => new(File, Line, Field, Given, Rule);

    /// <summary>Whether it quotes a line of a person, or the person's id.</summary>
    /// <param name="hash">The keyed hash of the person.</param>
    /// <param name="subject">The person's id.</param>
    /// <param name="text">Finds the id in text.</param>
    public bool Quotes(string hash, string subject, SubjectText text) =>
        Given is not null
        && (About == hash || text.IsIn(Given) || (Given.EndsWith(Cut, StringComparison.Ordinal) && subject.StartsWith(Given[..^Cut.Length], StringComparison.Ordinal)));

    /// <summary>The same without what it quotes.</summary>
    public StoredRowError Unquoted() => this with { Given = null, About = null };
}
