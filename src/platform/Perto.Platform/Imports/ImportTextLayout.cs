using System.Text;

namespace Perto.Platform;

/// <summary>How the text of a file is cut into fields. What is there by itself is CSV as RFC 4180 has it, in UTF-8.</summary>
public sealed record ImportTextLayout
{
    /// <summary>Comma separated with a header, in UTF-8.</summary>
    public static ImportTextLayout Csv { get; } = new();

    /// <summary>What stands between two fields: one character or more.</summary>
    public string Separator { get; init; } = ",";

    /// <summary>Whether a field that begins with a double quote ends with one; without, a quote is a character like any other.</summary>
    public bool Quoted { get; init; } = true;

    /// <summary>The names of the columns, where the file has no header; null where its first line is one.</summary>
    public IReadOnlyList<string>? Header { get; init; }

    /// <summary>The encoding, where no byte order mark says another.</summary>
    public Encoding Encoding { get; init; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
}
