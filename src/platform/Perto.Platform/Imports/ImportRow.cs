using System.Globalization;

namespace Perto.Platform;

/// <summary>
/// A row of an import. Reading a field that breaks its rule returns null and rejects the row with its first error; the rest of
/// the import goes on.
/// </summary>
public sealed class ImportRow
{
    internal const char ListSeparator = '\u001f';

    private const int MaxGiven = 80;

    private readonly IReadOnlyDictionary<string, int> _columns;
    private readonly string?[] _values;

    internal ImportRow(string file, long line, IReadOnlyDictionary<string, int> columns, string?[] values)
    {
        File = file;
        Line = line;
        _columns = columns;
        _values = values;
    }

    /// <summary>Name of the file.</summary>
    public string File { get; }

    /// <summary>Line in the file, from 1.</summary>
    public long Line { get; }

    /// <summary>Why the row is left out; null while it is sound.</summary>
    public RowError? Error { get; private set; }

    /// <summary>Leaves the row out.</summary>
    public void Reject(string? field, string? given, string rule) =>
        Error ??= new RowError(File, Line, field, given is { Length: > MaxGiven } ? given[..MaxGiven] + "..." : given, rule);

    /// <summary>Text of 1 to <paramref name="maxLength"/> characters, trimmed.</summary>
    public string? RequiredText(string field, int maxLength)
    {
        string? text = OptionalText(field, maxLength);
        if (text is null)
            Reject(field, null, "is required");
        return text;
    }

    /// <summary>Text of at most <paramref name="maxLength"/> characters, trimmed; null when there is none.</summary>
    public string? OptionalText(string field, int maxLength)
    {
        string? text = Raw(field)?.Trim();
        if (string.IsNullOrEmpty(text))
            return null;
        if (text.Length > maxLength)
            Reject(field, text, $"must have at most {maxLength} characters");
        else if (text.Contains('\uFFFD'))
            Reject(field, text, "must be UTF-8");
        else if (text.Any(char.IsControl))
            Reject(field, text, "must not have control characters");
        else
            return text;
        return null;
    }

    /// <summary>A list: in CSV its parts are separated by <paramref name="separator"/>, in JSON it is an array.</summary>
    public IReadOnlyList<string> List(string field, char separator) =>
        Raw(field) is { Length: > 0 } text
            ? text.Split([separator, ListSeparator], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            : [];

    /// <summary>A number from <paramref name="low"/> to <paramref name="high"/>.</summary>
    public double? RequiredNumber(string field, double low, double high)
    {
        double? number = OptionalNumber(field, low, high);
        if (number is null)
            Reject(field, null, $"is required: a number from {low} to {high}");
        return number;
    }

    /// <summary>A number from <paramref name="low"/> to <paramref name="high"/>; null when there is none.</summary>
    public double? OptionalNumber(string field, double low, double high)
    {
        string? text = Raw(field);
        if (string.IsNullOrWhiteSpace(text))
            return null;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number >= low && number <= high)
            return number;
        Reject(field, text, $"must be a number from {low} to {high}");
        return null;
    }

    /// <summary>A moment as Unix seconds or in ISO 8601 with an offset, from 1970 to <paramref name="latest"/>; as microseconds.</summary>
    public long? RequiredMoment(string field, DateTimeOffset latest)
    {
        string? text = Raw(field)?.Trim();
        if (string.IsNullOrEmpty(text))
        {
            Reject(field, null, "is required: Unix seconds or ISO 8601");
            return null;
        }

        if (TryMoment(text, out DateTimeOffset moment) && moment >= DateTimeOffset.UnixEpoch && moment <= latest)
            return UnixMicros.From(moment);
        Reject(field, text, $"must be Unix seconds or ISO 8601 from 1970 to {latest:yyyy-MM-dd}");
        return null;
    }

    private static bool TryMoment(string text, out DateTimeOffset moment)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds))
        {
            moment = seconds is >= 0 and < 1e11 ? DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond)) : DateTimeOffset.MinValue;
            return true;
        }

        return DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out moment);
    }

    private string? Raw(string field) => _columns.TryGetValue(field, out int column) && column < _values.Length ? _values[column] : null;
}
