namespace Perto.Streaming;

/// <summary>How the pages of a batch are written into a file.</summary>
public enum BatchFormat
{
    /// <summary>JSON Lines: a line for each person.</summary>
    Jsonl,

    /// <summary>CSV with a header: a line for each title of each person.</summary>
    Csv,
}
