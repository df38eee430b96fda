namespace Perto.Platform;

/// <summary>The form of exported rows.</summary>
public enum ExportFormat
{
    /// <summary>A JSON object on each line.</summary>
    JsonLines,

    /// <summary>RFC 4180 with a line of names; lists and maps as JSON.</summary>
    Csv,
}
