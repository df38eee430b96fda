using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Perto.Language;

/// <summary>A tensor of a file: where it lies, and how to read it as single precision. Immutable and thread-safe.</summary>
public sealed unsafe class Tensor
{
    private readonly byte* _start;

    // Keeps the memory mapped as long as somebody can read the tensor.
    private readonly object? _owner;

    internal Tensor(string file, string name, TensorType type, string typeName, long[] shape, byte* start, object? owner)
    {
        File = file;
        Name = name;
        Type = type;
        TypeName = typeName;
        _shape = shape;
        _start = start;
        _owner = owner;
    }

    private readonly long[] _shape;

    /// <summary>The file it is in.</summary>
    public string File { get; }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>How its numbers are written.</summary>
    public TensorType Type { get; }

    /// <summary>The same as the file calls it: <c>F32</c>, <c>I64</c>.</summary>
    public string TypeName { get; }

    /// <summary>Its dimensions, the last one lying together.</summary>
    public IReadOnlyList<long> Shape => _shape;

    /// <summary>Its shape as it is told in errors: <c>[384, 1536]</c>.</summary>
    public string ShapeText => $"[{string.Join(", ", _shape)}]";

    /// <summary>Reads values as single precision.</summary>
    /// <param name="first">The first of them, counted in the order in which they lie.</param>
    /// <param name="target">Receives as many as it holds.</param>
    /// <exception cref="ArgumentOutOfRangeException">The tensor has not so many.</exception>
    /// <exception cref="InvalidDataException">It is of a type that is not read.</exception>
    public void Read(long first, Span<float> target)
    {
        long count = 1;
        foreach (long dimension in _shape)
            count *= dimension;
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, count - target.Length);
        switch (Type)
        {
            case TensorType.Float32:
                new ReadOnlySpan<byte>(_start + (first * sizeof(float)), target.Length * sizeof(float)).CopyTo(MemoryMarshal.AsBytes(target));
                break;
            case TensorType.Float16:
                ReadHalves(_start + (first * sizeof(ushort)), target);
                break;
            case TensorType.BFloat16:
                ReadUpperHalves(_start + (first * sizeof(ushort)), target);
                break;
            case TensorType.Other:
            default:
                throw new InvalidDataException($"{File}: tensor '{Name}' must be of type F32, F16 or BF16; it is {TypeName}.");
        }

        GC.KeepAlive(_owner);
    }

    private static void ReadHalves(byte* source, Span<float> target)
    {
        for (int i = 0; i < target.Length; i++)
            target[i] = (float)BitConverter.UInt16BitsToHalf(Unsafe.ReadUnaligned<ushort>(source + (2L * i)));
    }

    private static void ReadUpperHalves(byte* source, Span<float> target)
    {
        for (int i = 0; i < target.Length; i++)
            target[i] = BitConverter.UInt32BitsToSingle((uint)Unsafe.ReadUnaligned<ushort>(source + (2L * i)) << 16);
    }
}
