using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Perto.Vectors;

/// <summary>A string as UTF-8 for the time of a call: on the stack where it is short, else in a rented array.</summary>
internal ref struct Utf8Bytes
{
    /// <summary>Room that callers give on the stack.</summary>
    public const int Room = 512;

    private readonly byte[]? _rented;

    public Utf8Bytes(ReadOnlySpan<char> text, Span<byte> room)
    {
        if (text.Length > room.Length / 3 && Encoding.UTF8.GetByteCount(text) is var bytes && bytes > room.Length)
            room = _rented = ArrayPool<byte>.Shared.Rent(bytes);
        IsText = Utf8.FromUtf16(text, room, out _, out int written, replaceInvalidSequences: false) == OperationStatus.Done;
        Bytes = room[..written];
    }

    /// <summary>Whether the string was Unicode; one with a lone surrogate is not and equals nothing that is stored.</summary>
    public bool IsText { get; }

    public ReadOnlySpan<byte> Bytes { get; }

    public readonly void Dispose()
    {
        if (_rented is not null)
            ArrayPool<byte>.Shared.Return(_rented);
    }
}
