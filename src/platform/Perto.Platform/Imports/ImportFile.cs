namespace Perto.Platform;

/// <summary>A file of an import.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Content">What its rows are, as the format names it: <c>ratings</c>.</param>
/// <param name="Format">How it is written.</param>
/// <param name="Columns">Columns that a delimited file must have.</param>
public sealed record ImportFile(string Path, string Content, ImportFileFormat Format, IReadOnlyList<string> Columns)
{
    /// <summary>How its text is cut into fields.</summary>
    public ImportTextLayout Text { get; init; } = ImportTextLayout.Csv;

    /// <summary>Where the values of the module's columns stand; null where the file has the module's own columns.</summary>
    public IReadOnlyDictionary<string, ImportColumn>? Mapping { get; init; }

    /// <summary>Its name, for people.</summary>
    public string Name => System.IO.Path.GetFileName(Path);
}
