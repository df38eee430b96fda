namespace Perto.Platform;

/// <summary>Values that are bytes already.</summary>
internal sealed class BytesCacheSerializer : ICacheSerializer<byte[]>
{
    public byte[] Serialize(byte[] value) => value;

    public byte[] Deserialize(ReadOnlySpan<byte> bytes) => bytes.ToArray();
}
