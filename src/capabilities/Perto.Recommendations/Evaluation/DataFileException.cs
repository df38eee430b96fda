using Perto.Platform;

namespace Perto.Recommendations;

/// <summary>A data file has something in it that cannot be used: says where, what was found and what is expected.</summary>
public sealed class DataFileException(string file, long line, string field, string given, string rule)
    : PertoException("invalid_data_file", 400, $"{file}, line {line}: {field} must be {rule}; got '{given}'")
{
    /// <summary>Name of the file as the caller gave it.</summary>
    public string File { get; } = file;

    /// <summary>Number of the line, from 1.</summary>
    public long Line { get; } = line;

    /// <summary>The field that is wrong: <c>rating</c>.</summary>
    public string Field { get; } = field;
}
