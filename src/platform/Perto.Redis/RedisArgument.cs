using System.Globalization;

namespace Perto.Redis;

/// <summary>One argument of a command: bytes, text as UTF-8, or a number as text.</summary>
public readonly struct RedisArgument
{
    private readonly object? _value;

    private RedisArgument(object value) => _value = value;

    /// <summary>What the client sends.</summary>
    internal object Value => _value ?? "";

    /// <summary>Text, sent as UTF-8.</summary>
    public static implicit operator RedisArgument(string value) => new(value);

    /// <summary>Bytes as they are.</summary>
    public static implicit operator RedisArgument(byte[] value) => new(value);

    /// <summary>A whole number.</summary>
    public static implicit operator RedisArgument(long value) => new(value);

    /// <summary>A number, in as many digits as it takes to read the same one back.</summary>
    public static implicit operator RedisArgument(double value) => new(value.ToString("R", CultureInfo.InvariantCulture));
}
