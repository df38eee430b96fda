using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Perto.Platform;

/// <summary>A value of a feature or of a field of an event. In JSON: a number, true or false, a text, a list of texts or of numbers, an object of numbers.</summary>
[JsonConverter(typeof(FeatureValueConverter))]
public sealed class FeatureValue : IEquatable<FeatureValue>
{
    /// <summary>Longest text, in bytes of UTF-8.</summary>
    public const int MaxTextBytes = 8_192;

    /// <summary>Longest keyword, in bytes of UTF-8.</summary>
    public const int MaxKeywordBytes = 256;

    /// <summary>Most keywords of a list, and most entries of a map.</summary>
    public const int MaxItems = 1_000;

    /// <summary>Longest vector.</summary>
    public const int MaxDimension = 4_096;

    private readonly object _value;

    private FeatureValue(FeatureKind kind, object value)
    {
        Kind = kind;
        _value = value;
    }

    /// <summary>What it is.</summary>
    public FeatureKind Kind { get; }

    /// <summary>A number as <c>double</c>, a whole number as <c>long</c>, <c>bool</c>, <c>string</c>, <c>string[]</c>, <c>float[]</c>, or the entries of a map.</summary>
    public object Raw => _value;

    /// <summary>A number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is NaN or infinite.</exception>
    public static FeatureValue Of(double value) =>
        double.IsFinite(value) ? new(FeatureKind.Number, value) : throw new ArgumentOutOfRangeException(nameof(value), value, "A feature is a finite number");

    /// <summary>A whole number.</summary>
    public static FeatureValue Of(long value) => new(FeatureKind.Integer, value);

    /// <summary>True or false.</summary>
    public static FeatureValue Of(bool value) => new(FeatureKind.Boolean, value);

    /// <summary>A text.</summary>
    public static FeatureValue Of(string value) => new(FeatureKind.Text, value ?? throw new ArgumentNullException(nameof(value)));

    /// <summary>Keywords.</summary>
    public static FeatureValue Of(params string[] values) => new(FeatureKind.Keywords, values ?? throw new ArgumentNullException(nameof(values)));

    /// <summary>A vector.</summary>
    public static FeatureValue Of(params float[] values) => new(FeatureKind.Vector, values ?? throw new ArgumentNullException(nameof(values)));

    /// <summary>Numbers by texts, in their order.</summary>
    public static FeatureValue Of(IReadOnlyList<KeyValuePair<string, double>> entries) =>
        new(FeatureKind.Map, entries ?? throw new ArgumentNullException(nameof(entries)));

    /// <summary>As a number: a number, a whole number, or 1 and 0 for true and false.</summary>
    /// <exception cref="InvalidOperationException">It is none of these.</exception>
    public double AsNumber() => _value switch
    {
        double number => number,
        long number => number,
        bool truth => truth ? 1 : 0,
        _ => throw new InvalidOperationException($"A value of kind {Kind} is no number"),
    };

    /// <summary>As the kind of <paramref name="feature"/>, checked.</summary>
    /// <param name="feature">Whose value it is to be.</param>
    /// <param name="field">Where it stands, for the error.</param>
    /// <exception cref="InvalidValueException">It does not fit.</exception>
    public FeatureValue For(Feature feature, string field)
    {
        ArgumentNullException.ThrowIfNull(feature);
        FeatureValue fitting = (feature.Kind, _value) switch
        {
            (FeatureKind.Number, long number) => Of((double)number),
            (FeatureKind.Integer, double number) when number == Math.Floor(number) && Math.Abs(number) < 1L << 53 => Of((long)number),
            (FeatureKind.Keywords, float[] { Length: 0 }) => Of(Array.Empty<string>()),
            _ when feature.Kind == Kind => this,
            _ => throw Unfit(feature, field),
        };
        return fitting.IsWithinLimits(feature.Dimension) ? fitting : throw Unfit(feature, field);
    }

    /// <inheritdoc/>
    public bool Equals(FeatureValue? other) => other is not null && Kind == other.Kind && (_value, other._value) switch
    {
        (string[] a, string[] b) => a.AsSpan().SequenceEqual(b),
        (float[] a, float[] b) => a.AsSpan().SequenceEqual(b),
        (IReadOnlyList<KeyValuePair<string, double>> a, IReadOnlyList<KeyValuePair<string, double>> b) => a.SequenceEqual(b),
        _ => _value.Equals(other._value),
    };

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FeatureValue);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, _value switch
    {
        string[] words => words.Length,
        float[] numbers => numbers.Length,
        IReadOnlyList<KeyValuePair<string, double>> entries => entries.Count,
        _ => _value.GetHashCode(),
    });

    /// <summary>As it stands in JSON.</summary>
    public override string ToString() => JsonSerializer.Serialize(this, PertoJson.Options);

    internal static bool IsKeyword(string? text) => text is not null && FeatureNames.IsWellFormed(text) && Encoding.UTF8.GetByteCount(text) <= MaxKeywordBytes;

    private bool IsWithinLimits(int? dimension) => _value switch
    {
        string text => FeatureNames.IsWellFormed(text) && Encoding.UTF8.GetByteCount(text) <= MaxTextBytes,
        string[] words => words.Length <= MaxItems && words.All(IsKeyword),
        float[] numbers => numbers.Length == dimension && numbers.All(float.IsFinite),
        IReadOnlyList<KeyValuePair<string, double>> entries => entries.Count <= MaxItems && entries.All(entry => IsKeyword(entry.Key) && double.IsFinite(entry.Value)),
        _ => true,
    };

    private InvalidValueException Unfit(Feature feature, string field)
    {
        string rule = feature.Kind switch
        {
            FeatureKind.Number => "a finite number",
            FeatureKind.Integer => "a whole number of 64 bits",
            FeatureKind.Boolean => "true or false",
            FeatureKind.Text => string.Create(CultureInfo.InvariantCulture, $"a text of at most {MaxTextBytes} bytes of UTF-8"),
            FeatureKind.Keywords => string.Create(CultureInfo.InvariantCulture, $"a list of at most {MaxItems} texts of at most {MaxKeywordBytes} bytes"),
            FeatureKind.Vector => string.Create(CultureInfo.InvariantCulture, $"a list of {feature.Dimension} numbers"),
            _ => string.Create(CultureInfo.InvariantCulture, $"an object of at most {MaxItems} numbers"),
        };
        return new InvalidValueException(field, Given(), rule, $"{field} must be {rule}");
    }

    // Lists are told by their length: they may be long, and hold what JSON cannot.
    private object Given() => _value switch
    {
        string text => text[..Math.Min(text.Length, 100)],
        string[] words => $"{words.Length} texts",
        float[] numbers => $"{numbers.Length} numbers",
        IReadOnlyList<KeyValuePair<string, double>> entries => $"{entries.Count} numbers by text",
        _ => _value,
    };
}
