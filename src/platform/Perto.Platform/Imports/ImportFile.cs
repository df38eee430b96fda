namespace Perto.Platform;

/// <summary>A file of an import.</summary>
public sealed record ImportFile
{
    /// <summary>Where it stands.</summary>
    public required string Path { get; init; }

    /// <summary>Its name, by which checkpoints and errors call it; unique in an import.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>How it holds its rows.</summary>
    public ImportLayout Layout { get; init; }

    /// <summary>What stands between the fields of a delimited file.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>The columns that the header of a delimited file must have; others are welcome.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>The file at <paramref name="path"/>, its layout told by its ending: .jsonl and .ndjson, .tsv, else comma separated.</summary>
    /// <param name="path">Where it stands.</param>
    /// <param name="columns">The columns that its header must have.</param>
    public static ImportFile At(string path, params IReadOnlyList<string> columns)
    {
        string ending = System.IO.Path.GetExtension(path).ToLowerInvariant();
        return new ImportFile
        {
            Path = path,
            Layout = ending is ".jsonl" or ".ndjson" ? ImportLayout.JsonLines : ImportLayout.Delimited,
            Delimiter = ending is ".tsv" ? '\t' : ',',
            Columns = columns,
        };
    }

    /// <summary>
    /// The file called <paramref name="name"/> in a source: in the folder, or the source itself when it is that file; null when
    /// it is not there.
    /// </summary>
    public static ImportFile? Find(string source, string name, params IReadOnlyList<string> columns)
    {
        string path = Directory.Exists(source) ? System.IO.Path.Combine(source, name) : source;
        return System.IO.Path.GetFileName(path) == name && File.Exists(path) ? At(path, columns) : null;
    }

    /// <summary>Takes the rows out of <paramref name="content"/>; malformed ones too, as rows that say so.</summary>
    /// <exception cref="InvalidValueException">A required column is not in the header.</exception>
    internal IEnumerable<ImportRow> Read(Stream content) =>
        Layout == ImportLayout.JsonLines ? JsonLinesReader.Read(this, content) : DelimitedReader.Read(this, content);
}
