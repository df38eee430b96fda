using System.Globalization;

namespace Perto.Platform;

/// <summary>
/// One row on its way in. The accessors do not throw: a field that breaks its rule is noted, the accessor gives a placeholder, and
/// the row is no longer <see cref="IsValid"/>. A format reads all fields first and then leaves out what is not valid, so that one
/// look tells everything that is wrong with a row.
/// </summary>
public sealed class ImportRow
{
    private const int MaxGiven = 200;

    // 9999-12-31T23:59:59Z, the last second that a DateTimeOffset can name.
    private const long MaxUnixSeconds = 253_402_300_799;

    private readonly RowFields? _fields;
    private readonly RowError? _malformed;
    private List<RowError>? _errors;

    internal ImportRow(string file, long line, RowFields fields)
    {
        File = file;
        Line = line;
        _fields = fields;
    }

    internal ImportRow(string file, long line, string given, string rule)
    {
        File = file;
        Line = line;
        _malformed = new RowError(file, line, Field: null, Cut(given), rule);
    }

    /// <summary>Name of the file.</summary>
    public string File { get; }

    /// <summary>The line it starts on, from 1.</summary>
    public long Line { get; }

    /// <summary>Whether all that was read from it so far kept its rule.</summary>
    public bool IsValid => _malformed is null && _errors is null;

    /// <summary>What is wrong with it.</summary>
    public IReadOnlyList<RowError> Errors => _malformed is null ? _errors ?? [] : [_malformed];

    /// <summary>Whether it could not even be taken apart into fields; formats never see such a row.</summary>
    internal bool IsMalformed => _malformed is not null;

    /// <summary>A text that must be there; empty when it is not.</summary>
    /// <param name="field">Name of the column or property.</param>
    /// <param name="maxLength">Most characters.</param>
    public string RequiredText(string field, int maxLength = 1_000) => Text(field, maxLength) ?? Missing(field, "text", "");

    /// <summary>A text that may be absent.</summary>
    public string? Text(string field, int maxLength = 1_000)
    {
        string? text = Given(field);
        if (text is null || text.Length <= maxLength)
            return text;
        Reject(field, text, $"text of at most {maxLength} characters");
        return null;
    }

    /// <summary>The elements of a JSON array, or the parts of a text between <paramref name="separator"/>s; empty when absent.</summary>
    public IReadOnlyList<string> List(string field, char separator = '|') => Fields.List(field, separator);

    /// <summary>A finite number that must be there.</summary>
    public double Number(string field, double min = double.MinValue, double max = double.MaxValue) =>
        Given(field) is null ? Missing(field, NumberRule(min, max), min) : OptionalNumber(field, min, max) ?? min;

    /// <summary>A finite number that may be absent.</summary>
    public double? OptionalNumber(string field, double min = double.MinValue, double max = double.MaxValue)
    {
        if (Given(field) is not { } given)
            return null;
        if (double.TryParse(given, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) && value >= min && value <= max)
            return value;
        Reject(field, given, NumberRule(min, max));
        return null;
    }

    /// <summary>A whole number that must be there.</summary>
    public long Integer(string field, long min = long.MinValue, long max = long.MaxValue) =>
        Given(field) is null ? Missing(field, IntegerRule(min, max), min) : OptionalInteger(field, min, max) ?? min;

    /// <summary>A whole number that may be absent.</summary>
    public long? OptionalInteger(string field, long min = long.MinValue, long max = long.MaxValue)
    {
        if (Given(field) is not { } given)
            return null;
        if (long.TryParse(given, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) && value >= min && value <= max)
            return value;
        Reject(field, given, IntegerRule(min, max));
        return null;
    }

    /// <summary>A moment as Unix seconds that must be there; given as Unix microseconds, as it is stored.</summary>
    public long UnixSeconds(string field) => Integer(field, 0, MaxUnixSeconds) * 1_000_000;

    /// <summary>A moment that must be there, as RFC 3339 (<c>2026-05-17T12:00:00Z</c>) or Unix seconds; given as Unix microseconds.</summary>
    public long Moment(string field) => Given(field) is null ? Missing(field, MomentRule, 0L) : OptionalMoment(field) ?? 0;

    /// <summary>A moment that may be absent; see <see cref="Moment"/>.</summary>
    public long? OptionalMoment(string field)
    {
        if (Given(field) is not { } given)
            return null;
        if (long.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) && seconds <= MaxUnixSeconds)
            return seconds * 1_000_000;
        // A time without an offset would be read in the machine's own zone: it is UTC.
        if (given.Contains('-', StringComparison.Ordinal)
            && DateTimeOffset.TryParse(given, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset moment))
            return UnixMicros.From(moment);
        Reject(field, given, MomentRule);
        return null;
    }

    /// <summary>Notes that the row breaks a rule of the format's own.</summary>
    /// <param name="field">The field that breaks it.</param>
    /// <param name="given">What stands there; null when nothing does.</param>
    /// <param name="rule">What would have been accepted, after "must be".</param>
    public void Reject(string field, string? given, string rule) =>
        (_errors ??= []).Add(new RowError(File, Line, field, given is null ? null : Cut(given), rule));

    /// <summary>Forgets what was noted: a work that runs again reads its rows again.</summary>
    internal void ForgetErrors() => _errors = null;

    private const string MomentRule = "a time such as 2026-05-17T12:00:00Z, or Unix seconds";

    private RowFields Fields => _fields ?? throw new InvalidOperationException($"{_malformed} has no fields");

    private string? Given(string field) => Fields.Text(field);

    private T Missing<T>(string field, string rule, T placeholder)
    {
        // A text that was refused for its length is noted already.
        if (Given(field) is null)
            Reject(field, given: null, rule);
        return placeholder;
    }

    private static string NumberRule(double min, double max) => (min, max) switch
    {
        (double.MinValue, double.MaxValue) => "a number",
        (_, double.MaxValue) => $"a number of at least {min}",
        (double.MinValue, _) => $"a number of at most {max}",
        _ => $"a number between {min} and {max}",
    };

    private static string IntegerRule(long min, long max) => (min, max) switch
    {
        (long.MinValue, long.MaxValue) => "a whole number",
        (_, long.MaxValue) => $"a whole number of at least {min}",
        (long.MinValue, _) => $"a whole number of at most {max}",
        _ => $"a whole number between {min} and {max}",
    };

    private static string Cut(string given) => given.Length <= MaxGiven ? given : given[..MaxGiven] + "...";
}
