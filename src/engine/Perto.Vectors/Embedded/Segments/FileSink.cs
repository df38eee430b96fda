using System.Buffers;
using Perto.Vectors.Storage;

namespace Perto.Vectors;

/// <summary>Writes pieces of bytes to a file.</summary>
internal sealed class FileSink(BlockFileWriter file) : IBufferWriter<byte>
{
    private byte[] _piece = [];

    public void Advance(int count) => file.Write(_piece.AsSpan(0, count));

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_piece.Length < Math.Max(sizeHint, 1))
            _piece = new byte[Math.Max(sizeHint, 1 << 12)];
        return _piece;
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
}
