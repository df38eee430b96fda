namespace Perto.Vectors.Tests.Storage;

/// <summary>Bytes that grow with zeros where they are written.</summary>
internal sealed class SimulatedBytes
{
    private byte[] _bytes = [];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        int end = checked((int)offset + bytes.Length);
        if (end > Length)
            SetLength(end);
        bytes.CopyTo(_bytes.AsSpan((int)offset));
    }

    public void SetLength(long length)
    {
        int wanted = checked((int)length);
        if (wanted > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(wanted, 2 * _bytes.Length));
        if (wanted < Length)
            _bytes.AsSpan(wanted, Length - wanted).Clear();
        Length = wanted;
    }

    public void Flip(long offset, byte xor)
    {
        if (offset < Length)
            _bytes[offset] ^= xor;
    }

    public SimulatedBytes Copy() => new() { _bytes = Bytes.ToArray(), Length = Length };
}
