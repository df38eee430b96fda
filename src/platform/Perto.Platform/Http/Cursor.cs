using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Perto.Platform;

/// <summary>
/// Where a page ended: the sort key of its last row, so that the next page starts behind it whatever was added meanwhile.
/// Callers hand it back as they got it; its form may change with any version.
/// </summary>
/// <remarks>
/// It holds no secret and grants nothing: the tenant of a query comes from the key of its caller. The digest in it catches
/// what was cut, mixed up or made by hand.
/// </remarks>
public sealed class Cursor
{
    private const byte Version = 1;
    private const int DigestLength = 6;

    private readonly JsonElement[] _position;

    private Cursor(JsonElement[] position) => _position = position;

    /// <summary>Writes a position: texts, whole numbers and numbers, in the order of the sort key.</summary>
    /// <exception cref="ArgumentException">A part is of another type.</exception>
    public static string Write(params ReadOnlySpan<object> position)
    {
        foreach (object part in position)
        {
            if (part is not (string or long or int or double))
                throw new ArgumentException($"A part of a position is a text or a number; got {part?.GetType().Name ?? "null"}", nameof(position));
        }
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(position.ToArray(), PertoJson.Options);
        return Base64Url.EncodeToString([Version, .. Digest(json), .. json]);
    }

    /// <summary>Reads what <see cref="Write"/> wrote; null for null, which is the first page.</summary>
    /// <param name="given">The cursor as the caller gave it.</param>
    /// <param name="parts">How many parts its position must have.</param>
    /// <exception cref="InvalidValueException">It is not a cursor of this query; the field is <c>cursor</c>.</exception>
    public static Cursor? Read(string? given, int parts)
    {
        if (given is null)
            return null;
        return TryRead(given) is { } position && position.Length == parts
            ? new Cursor(position)
            : throw new InvalidValueException("cursor", given, "the next_cursor of the page before", "cursor is not one that this list gave out; start again without it");
    }

    /// <summary>The part at <paramref name="index"/> as text.</summary>
    public string Text(int index) => Part(index, JsonValueKind.String).GetString()!;

    /// <summary>The part at <paramref name="index"/> as a whole number.</summary>
    public long Integer(int index) => Part(index, JsonValueKind.Number).TryGetInt64(out long value) ? value : throw Mixed();

    /// <summary>The part at <paramref name="index"/> as a number.</summary>
    public double Number(int index) => Part(index, JsonValueKind.Number).GetDouble();

    private JsonElement Part(int index, JsonValueKind kind) => _position[index].ValueKind == kind ? _position[index] : throw Mixed();

    private static InvalidValueException Mixed() =>
        new("cursor", given: null, "the next_cursor of the page before", "cursor belongs to another list; start again without it");

    private static JsonElement[]? TryRead(string given)
    {
        if (!Base64Url.IsValid(given))
            return null;
        byte[] bytes = Base64Url.DecodeFromChars(given);
        if (bytes.Length < 1 + DigestLength || bytes[0] != Version)
            return null;
        ReadOnlySpan<byte> json = bytes.AsSpan(1 + DigestLength);
        return Digest(json).SequenceEqual(bytes.AsSpan(1, DigestLength)) ? JsonSerializer.Deserialize<JsonElement[]>(json) : null;
    }

    private static ReadOnlySpan<byte> Digest(ReadOnlySpan<byte> json) => SHA256.HashData(json).AsSpan(0, DigestLength);
}
