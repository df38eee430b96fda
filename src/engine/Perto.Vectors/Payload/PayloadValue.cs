using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Perto.Vectors;

/// <summary>
/// A typed payload value. Converts implicitly from string, string[], long (and smaller integers), double, bool, DateTimeOffset and
/// GeoPoint. In JSON: a string, an array of strings, a number, true or false; a moment is an ISO 8601 string, a place
/// <c>{"lat": 52.5, "lon": 13.4}</c>.
/// </summary>
[JsonConverter(typeof(PayloadValueJsonConverter))]
public readonly struct PayloadValue : IEquatable<PayloadValue>
{
    // Integer, the bits of Number, 0/1 of Boolean, or Unix microseconds of Time.
    private readonly long _bits;
    // The string, the array or the boxed place.
    private readonly object? _object;

    private PayloadValue(PayloadKind kind, long bits, object? value)
    {
        Kind = kind;
        _bits = bits;
        _object = value;
    }

    /// <summary>No value: the field is missing, or is to be removed.</summary>
    public static PayloadValue None => default;

    /// <summary>Its type.</summary>
    public PayloadKind Kind { get; }

    /// <summary>The string.</summary>
    /// <exception cref="InvalidOperationException">It is of another kind.</exception>
    public string Keyword => Kind == PayloadKind.Keyword ? (string)_object! : throw Not(PayloadKind.Keyword);

    /// <summary>The list of strings.</summary>
    /// <exception cref="InvalidOperationException">It is of another kind.</exception>
    public IReadOnlyList<string> Keywords => KeywordArray;

    /// <summary>The integer.</summary>
    /// <exception cref="InvalidOperationException">It is of another kind.</exception>
    public long Integer => Kind == PayloadKind.Integer ? _bits : throw Not(PayloadKind.Integer);

    /// <summary>The number; an integer is widened.</summary>
    /// <exception cref="InvalidOperationException">It is neither a number nor an integer.</exception>
    public double Number => Kind switch
    {
        PayloadKind.Number => BitConverter.Int64BitsToDouble(_bits),
        PayloadKind.Integer => _bits,
        _ => throw Not(PayloadKind.Number),
    };

    /// <summary>True or false.</summary>
    /// <exception cref="InvalidOperationException">It is of another kind.</exception>
    public bool Boolean => Kind == PayloadKind.Boolean ? _bits != 0 : throw Not(PayloadKind.Boolean);

    /// <summary>The moment, in UTC.</summary>
    /// <exception cref="InvalidOperationException">It is of another kind.</exception>
    public DateTimeOffset Time => DateTimeOffset.UnixEpoch.AddTicks(TimeMicros * TimeSpan.TicksPerMicrosecond);

    /// <summary>The place.</summary>
    /// <exception cref="InvalidOperationException">It is of another kind.</exception>
    public GeoPoint Geo => Kind == PayloadKind.Geo ? (GeoPoint)_object! : throw Not(PayloadKind.Geo);

    internal long TimeMicros => Kind == PayloadKind.Time ? _bits : throw Not(PayloadKind.Time);

    internal string[] KeywordArray => Kind == PayloadKind.Keywords ? (string[])_object! : throw Not(PayloadKind.Keywords);

    /// <summary>A string; <see langword="null"/> is <see cref="None"/>.</summary>
    public static implicit operator PayloadValue(string? value) =>
        value is null ? None : new PayloadValue(PayloadKind.Keyword, 0, value);

    /// <summary>A list of strings, copied; <see langword="null"/> is <see cref="None"/>.</summary>
    public static implicit operator PayloadValue(string[]? value) =>
        value is null ? None : new PayloadValue(PayloadKind.Keywords, 0, value.Clone());

    /// <summary>An integer.</summary>
    public static implicit operator PayloadValue(long value) => new(PayloadKind.Integer, value, null);

    /// <summary>A number.</summary>
    public static implicit operator PayloadValue(double value) =>
        new(PayloadKind.Number, BitConverter.DoubleToInt64Bits(value), null);

    /// <summary>True or false.</summary>
    public static implicit operator PayloadValue(bool value) => new(PayloadKind.Boolean, value ? 1 : 0, null);

    /// <summary>A moment; parts finer than a microsecond are cut.</summary>
    public static implicit operator PayloadValue(DateTimeOffset value) => FromMicros(UnixMicroseconds(value));

    /// <summary>A place.</summary>
    public static implicit operator PayloadValue(GeoPoint value) => new(PayloadKind.Geo, 0, value);

    /// <summary>Same kind and same value. An integer never equals a number.</summary>
    public static bool operator ==(PayloadValue left, PayloadValue right) => left.Equals(right);

    /// <summary>Another kind or another value.</summary>
    public static bool operator !=(PayloadValue left, PayloadValue right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(PayloadValue other) => Kind == other.Kind && Kind switch
    {
        PayloadKind.Keyword => Keyword == other.Keyword,
        PayloadKind.Keywords => KeywordArray.AsSpan().SequenceEqual(other.KeywordArray),
        PayloadKind.Number => Number.Equals(other.Number),
        PayloadKind.Geo => Geo == other.Geo,
        _ => _bits == other._bits,
    };

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is PayloadValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Kind switch
    {
        PayloadKind.Keyword => Keyword.GetHashCode(StringComparison.Ordinal),
        PayloadKind.Keywords => KeywordArray.Aggregate(17, HashCode.Combine),
        PayloadKind.Number => Number.GetHashCode(),
        PayloadKind.Geo => Geo.GetHashCode(),
        _ => HashCode.Combine(Kind, _bits),
    };

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        PayloadKind.None => "nothing",
        PayloadKind.Keyword => $"'{Keyword}'",
        PayloadKind.Keywords => $"[{string.Join(", ", KeywordArray.Select(s => $"'{s}'"))}]",
        PayloadKind.Integer => $"{_bits}",
        PayloadKind.Number => $"{Number:R}",
        PayloadKind.Boolean => Boolean ? "true" : "false",
        PayloadKind.Geo => $"{Geo}",
        _ => PayloadTime.Write(this),
    };

    internal static PayloadValue FromMicros(long micros) => new(PayloadKind.Time, micros, null);

    internal static PayloadValue FromOwnedArray(string[] value) => new(PayloadKind.Keywords, 0, value);

    internal static long UnixMicroseconds(DateTimeOffset moment)
    {
        (long micros, long rest) = Math.DivRem(moment.UtcTicks - DateTimeOffset.UnixEpoch.Ticks, TimeSpan.TicksPerMicrosecond);
        // Down, so that moments before 1970 are cut in the same direction.
        return rest < 0 ? micros - 1 : micros;
    }

    private InvalidOperationException Not(PayloadKind wanted) => new($"The payload value {this} is {Kind}, not {wanted}.");
}
