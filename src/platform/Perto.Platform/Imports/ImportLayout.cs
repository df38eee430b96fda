namespace Perto.Platform;

/// <summary>How a file holds its rows.</summary>
public enum ImportLayout
{
    /// <summary>A header line and a line for each row, fields between delimiters, quotes as in RFC 4180.</summary>
    Delimited,

    /// <summary>A JSON object on each line.</summary>
    JsonLines,
}
