using System.Text.Json;
using Perto.Platform;

namespace Perto.Streaming;

/// <summary>Says where in a user's own files Perto's columns stand; read from JSON.</summary>
internal sealed class ImportMapping
{
    /// <summary>The name under which a mapping comes with the files of a request.</summary>
    public const string FileName = "mapping.json";

    /// <summary>Most characters of a mapping.</summary>
    public const int MaxLength = 64 * 1024;

    private const int MaxEntries = 50;
    private const int MaxSeparator = 8;

    private readonly IReadOnlyList<MappedFiles> _entries;

    private ImportMapping(string text, IReadOnlyList<MappedFiles> entries)
    {
        Text = text;
        _entries = entries;
    }

    /// <summary>The mapping as it was given.</summary>
    public string Text { get; }

    /// <exception cref="InvalidValueException">It breaks a rule: the error names the field by its path, the value and the rule.</exception>
    public static ImportMapping Read(string text)
    {
        if (text.Length > MaxLength)
            throw InvalidValueException.OutOfRange("mapping", text.Length, 1, MaxLength);
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            var root = new MappingNode("mapping", document.RootElement);
            root.AllowOnly("files");
            IReadOnlyList<MappingNode> files = root.Required("files").Items(1, MaxEntries);
            return new ImportMapping(text, [.. files.Select(ReadFiles)]);
        }
        catch (JsonException malformed)
        {
            throw new InvalidValueException("mapping", null, "JSON", $"mapping is not JSON: {malformed.Message}");
        }
    }

    /// <summary>The files of a folder, or the one file, in the order in which contents are read.</summary>
    /// <exception cref="InvalidValueException">No file has a name that one of the entries asks for.</exception>
    public IReadOnlyList<ImportFile> Files(string path)
    {
        string[] paths = Directory.Exists(path)
            ? [.. Directory.EnumerateFiles(path).Where(file => Path.GetFileName(file) != FileName).Order(StringComparer.Ordinal)]
            : [path];
        foreach (MappedFiles entry in _entries)
        {
            if (!paths.Any(entry.Matches))
            {
                throw new InvalidValueException(
                    "mapping", entry.Pattern, "the name of a file that is there", $"There is no file '{entry.Pattern}', which the mapping names for {entry.Content}");
            }
        }

        return
        [
            .. from content in ServiceContent.All
               from entry in _entries
               where entry.Content == content
               from file in paths
               where entry.Matches(file)
               select entry.Of(file),
        ];
    }

    private static MappedFiles ReadFiles(MappingNode node)
    {
        node.AllowOnly("content", "files", "format", "separator", "quotes", "encoding", "header", "columns");
        string content = node.Required("content").Choice(ServiceContent.All);
        string pattern = node.Required("files").Text(200);
        if (pattern.AsSpan().IndexOfAny('/', '\\') >= 0)
            throw node.Required("files").Broken("must be the name of a file, with * and ?, and no folder");
        ImportFileFormat format = node.Optional("format")?.Choice(["csv", "json_lines"]) == "json_lines" ? ImportFileFormat.JsonLines : ImportFileFormat.Csv;
        if (format == ImportFileFormat.JsonLines)
        {
            foreach (string field in (string[])["separator", "quotes", "header"])
            {
                if (node.Optional(field) is { } useless)
                    throw useless.Broken("belongs to the format csv");
            }
        }

        var layout = new ImportTextLayout
        {
            Separator = node.Optional("separator")?.Text(MaxSeparator) ?? ",",
            Quoted = node.Optional("quotes")?.Flag() ?? true,
            Header = node.Optional("header")?.Items(1, 1_000).Select(name => name.Text(256)).ToArray(),
        };
        if (layout.Separator.AsSpan().IndexOfAny('"', '\r', '\n') >= 0)
            throw node.Required("separator").Broken("must have no quote and no line end");
        if (node.Optional("encoding") is { } encoding)
            layout = layout with { Encoding = MappedEncodings.Find(encoding.Choice(MappedEncodings.Names)) };
        return new MappedFiles(content, pattern, format, layout, ReadColumns(node.Required("columns"), content));
    }

    private static Dictionary<string, ImportColumn> ReadColumns(MappingNode node, string content)
    {
        IReadOnlyList<string> required = ServiceContent.Required(content);
        node.AllowOnly([.. required, .. ServiceContent.Optional(content)]);
        foreach (string column in required)
        {
            if (node.Optional(column) is null)
                throw node.Broken($"must say where '{column}' stands");
        }

        return node.Fields().ToDictionary(field => field.Name, field => MappedColumns.Read(field.Name, field.Node), StringComparer.Ordinal);
    }
}
