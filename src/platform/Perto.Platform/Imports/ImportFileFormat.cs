namespace Perto.Platform;

/// <summary>How a file is written.</summary>
public enum ImportFileFormat
{
    /// <summary>Comma separated with a header, RFC 4180, UTF-8.</summary>
    Csv,

    /// <summary>One JSON object a line, UTF-8.</summary>
    JsonLines,
}
