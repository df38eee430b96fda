using System.IO.Enumeration;
using Perto.Platform;

namespace Perto.Streaming;

/// <summary>Files of one content, as a mapping describes them.</summary>
/// <param name="Content">What their rows are.</param>
/// <param name="Pattern">Their names, with <c>*</c> and <c>?</c>.</param>
/// <param name="Format">How they are written.</param>
/// <param name="Text">How they are cut into fields.</param>
/// <param name="Columns">Where the values of Perto's columns stand.</param>
internal sealed record MappedFiles(
    string Content, string Pattern, ImportFileFormat Format, ImportTextLayout Text, IReadOnlyDictionary<string, ImportColumn> Columns)
{
    /// <summary>The file of this path as an import reads it.</summary>
    public ImportFile Of(string path) => new(path, Content, Format, [.. Columns.Values.Select(column => column.Source).OfType<string>().Distinct(StringComparer.Ordinal)])
    {
        Text = Text,
        Mapping = Columns,
    };

    /// <summary>Whether the name of a file is one of theirs.</summary>
    public bool Matches(string path) => FileSystemName.MatchesSimpleExpression(Pattern, Path.GetFileName(path), ignoreCase: false);
}
