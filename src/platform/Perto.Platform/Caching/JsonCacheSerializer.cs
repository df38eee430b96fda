using System.Text.Json;

namespace Perto.Platform;

/// <summary>Values as JSON.</summary>
internal sealed class JsonCacheSerializer<T>(JsonSerializerOptions options) : ICacheSerializer<T>
    where T : class
{
    public byte[] Serialize(T value) => JsonSerializer.SerializeToUtf8Bytes(value, options);

    public T Deserialize(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(bytes, options) ?? throw new FormatException("null in place of a value");
        }
        catch (JsonException malformed)
        {
            throw new FormatException(malformed.Message, malformed);
        }
    }
}
