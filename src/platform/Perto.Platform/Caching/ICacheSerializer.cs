namespace Perto.Platform;

/// <summary>Turns values into bytes and back.</summary>
/// <typeparam name="T">The values.</typeparam>
public interface ICacheSerializer<T>
{
    /// <summary>The value as bytes.</summary>
    byte[] Serialize(T value);

    /// <summary>The value that the bytes were made of.</summary>
    /// <exception cref="FormatException">They were not made by <see cref="Serialize"/>.</exception>
    T Deserialize(ReadOnlySpan<byte> bytes);
}
