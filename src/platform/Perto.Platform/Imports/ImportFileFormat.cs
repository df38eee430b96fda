namespace Perto.Platform;

/// <summary>How a file is written.</summary>
public enum ImportFileFormat
{
    /// <summary>Fields between separators, as <see cref="ImportFile.Text"/> says; CSV with a header (RFC 4180) by itself.</summary>
    Csv,

    /// <summary>One JSON object a line, UTF-8.</summary>
    JsonLines,
}
