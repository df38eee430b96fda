namespace Perto.Platform;

/// <summary>A file of an import.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Content">What its rows are, as the format names it: <c>ratings</c>.</param>
/// <param name="Format">How it is written.</param>
/// <param name="Columns">Columns that a CSV file must have.</param>
public sealed record ImportFile(string Path, string Content, ImportFileFormat Format, IReadOnlyList<string> Columns)
{
    /// <summary>Its name, for people.</summary>
    public string Name => System.IO.Path.GetFileName(Path);
}
