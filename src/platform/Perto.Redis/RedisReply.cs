using System.Globalization;
using StackExchange.Redis;

namespace Perto.Redis;

/// <summary>What the server answered to a command; the caller knows its form.</summary>
/// <remarks>Reading it in another form than it has throws <see cref="InvalidCastException"/>.</remarks>
public readonly struct RedisReply
{
    private readonly RedisResult? _result;

    internal RedisReply(RedisResult? result) => _result = result;

    /// <summary>Whether there is nothing, as for a key that does not exist.</summary>
    public bool IsNull => _result is null || _result.IsNull;

    /// <summary>Bytes as they are; null for nothing.</summary>
    public byte[]? Bytes => IsNull ? null : (byte[])_result!;

    /// <summary>UTF-8 text or a status such as <c>OK</c>; null for nothing.</summary>
    public string? Text => IsNull ? null : (string)_result!;

    /// <summary>A whole number; nothing is 0.</summary>
    public long Integer => IsNull ? 0 : (long)_result!;

    /// <summary>A number, which the server sends as text; nothing is NaN.</summary>
    public double Number => Text is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : double.NaN;

    /// <summary>The answers that it consists of; nothing is none.</summary>
    public IReadOnlyList<RedisReply> Items => IsNull ? [] : Array.ConvertAll((RedisResult[])_result!, item => new RedisReply(item));
}
