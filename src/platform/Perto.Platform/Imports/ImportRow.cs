using System.Globalization;
using System.Text;

namespace Perto.Platform;

/// <summary>
/// A row of an import. Reading a field that breaks its rule returns null and rejects the row with its first error; the rest of
/// the import goes on.
/// </summary>
public sealed class ImportRow
{
    /// <summary>What stands between the parts of a list that came as one; no text of a file may have it.</summary>
    public const char ListSeparator = '\u001f';

    private const int MaxGiven = 80;

    private readonly IReadOnlyDictionary<string, int> _columns;
    private readonly string?[] _values;
    private readonly IReadOnlyDictionary<string, ImportColumn>? _mapping;

    internal ImportRow(ImportFile file, long line, IReadOnlyDictionary<string, int> columns, string?[] values)
    {
        File = file.Name;
        _mapping = file.Mapping;
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

    /// <summary>The person whom the row is about; null where it is about nobody, or that cannot be read.</summary>
    internal string? Subject { get; private set; }

    /// <summary>Says which column names the person.</summary>
    internal void IsAbout(string column) => Subject = Raw(column)?.Trim() is { Length: > 0 } subject ? subject : null;

    /// <summary>Leaves the row out because its person was erased, whatever else may be wrong with it; nothing of it is quoted.</summary>
    internal void RejectErased()
    {
        Subject = null;
        Error = new RowError(File, Line, Field: null, Given: null, "is about a person who was erased");
    }

    /// <summary>Leaves the row out.</summary>
    /// <param name="field">The module's column; the file's own column is named where a mapping says which it is.</param>
    /// <param name="given">What stood there.</param>
    /// <param name="rule">What it must be.</param>
    public void Reject(string? field, string? given, string rule) =>
        Error ??= new RowError(File, Line, field is null ? null : _mapping?.GetValueOrDefault(field)?.Source ?? field, given is { Length: > MaxGiven } ? given[..MaxGiven] + "..." : given, rule);

    /// <summary>Text of 1 to <paramref name="maxLength"/> characters, trimmed.</summary>
    /// <param name="field">The column.</param>
    /// <param name="maxLength">Most UTF-16 characters.</param>
    /// <param name="maxBytes">Most bytes of UTF-8; twice <paramref name="maxLength"/> unless told.</param>
    public string? RequiredText(string field, int maxLength, int? maxBytes = null)
    {
        string? text = OptionalText(field, maxLength, maxBytes);
        if (text is null)
            Reject(field, null, "is required");
        return text;
    }

    /// <summary>Text of at most <paramref name="maxLength"/> characters, trimmed; null when there is none.</summary>
    /// <param name="field">The column.</param>
    /// <param name="maxLength">Most UTF-16 characters.</param>
    /// <param name="maxBytes">Most bytes of UTF-8; twice <paramref name="maxLength"/> unless told.</param>
    public string? OptionalText(string field, int maxLength, int? maxBytes = null)
    {
        string? text = Raw(field)?.Trim();
        return !string.IsNullOrEmpty(text) && Accepts(field, text, maxLength, maxBytes ?? 2 * maxLength) ? text : null;
    }

    /// <summary>
    /// A list: in CSV its parts are separated by <paramref name="separator"/>, in JSON it is an array. One part that breaks the
    /// rules of text rejects the row, and the list is empty.
    /// </summary>
    /// <param name="field">The column.</param>
    /// <param name="separator">What stands between two parts in CSV.</param>
    /// <param name="maxItems">Most parts.</param>
    /// <param name="maxLength">Most UTF-16 characters of a part; of UTF-8 it may have twice as many bytes.</param>
    public IReadOnlyList<string> List(string field, char separator, int maxItems = 64, int maxLength = 256)
    {
        if (Raw(field) is not { Length: > 0 } text)
            return [];
        string[] items = text.Split([separator, ListSeparator], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (items.Length > maxItems)
        {
            Reject(field, text.Replace(ListSeparator, separator), $"must have at most {maxItems} items");
            return [];
        }

        return items.All(item => Accepts(field, item, maxLength, 2 * maxLength)) ? items : [];
    }

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

    private bool Accepts(string field, string text, int maxLength, int maxBytes)
    {
        string? broken = text.Length > maxLength ? $"must have at most {maxLength} characters"
            : text.Contains('\uFFFD') ? "must be UTF-8"
            : text.Any(char.IsControl) ? "must not have control characters"
            : Encoding.UTF8.GetByteCount(text) > maxBytes ? $"must have at most {maxBytes} bytes of UTF-8"
            : null;
        if (broken is not null)
            Reject(field, text, broken);
        return broken is null;
    }

    /// <summary>A day in ISO 8601 (<c>2001-12-31</c>), or as <paramref name="format"/> says; null when there is none.</summary>
    public DateOnly? OptionalDay(string field, string format = "yyyy-MM-dd")
    {
        string? text = Raw(field)?.Trim();
        if (string.IsNullOrEmpty(text))
            return null;
        if (DateOnly.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day))
            return day;
        Reject(field, text, $"must be a day as {format}");
        return null;
    }

    /// <summary>One of some words, whatever their case; null when there is none.</summary>
    public string? OptionalChoice(string field, params IReadOnlyList<string> choices)
    {
        string? text = Raw(field)?.Trim();
        if (string.IsNullOrEmpty(text))
            return null;
        if (choices.FirstOrDefault(choice => string.Equals(choice, text, StringComparison.OrdinalIgnoreCase)) is { } chosen)
            return chosen;
        Reject(field, text, $"must be one of {string.Join(", ", choices)}");
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

    private string? Raw(string field)
    {
        if (_mapping is null)
            return Stored(field);
        if (!_mapping.TryGetValue(field, out ImportColumn? column))
            return null;
        if (column.Source is null)
            return column.Value;
        string? given = Stored(column.Source);
        if (column.Convert is null || string.IsNullOrWhiteSpace(given))
            return given;
        string? converted = column.Convert(given.Trim());
        if (converted is null)
            Reject(field, given, column.Rule);
        return converted;
    }

    private string? Stored(string field) => _columns.TryGetValue(field, out int column) && column < _values.Length ? _values[column] : null;
}
