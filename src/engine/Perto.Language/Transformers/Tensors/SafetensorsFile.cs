using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Perto.Language;

/// <summary>
/// Reads the file format <c>safetensors</c>: the length of a header in 8 bytes, the header in JSON, then the tensors one after another. Everything that
/// the header says is checked against the file before a tensor is given out, so that whatever stands in the file, no read leaves it.
/// </summary>
public static unsafe class SafetensorsFile
{
    /// <summary>The longest header, in bytes.</summary>
    public const int LongestHeader = 100_000_000;

    private const int LengthBytes = 8;
    private const int MostDimensions = 16;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    /// <summary>Finds the tensors of a file that is mapped into memory.</summary>
    /// <param name="file">The file's name, for errors.</param>
    /// <param name="memory">Where it is, from its first byte on; each tensor keeps it from being collected. Nobody disposes it.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <inheritdoc cref="Read(string, byte*, long, object?)"/>
    public static IReadOnlyList<Tensor> Read(string file, SafeBuffer memory, long length)
    {
        ArgumentNullException.ThrowIfNull(memory);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)length, memory.ByteLength, nameof(length));
        // Without a reference of ours, which would keep the memory from ever being given back.
        return Read(file, (byte*)memory.DangerousGetHandle(), length, memory);
    }

    /// <summary>Finds the tensors of a file in memory.</summary>
    /// <param name="file">The file's name, for errors.</param>
    /// <param name="start">Its first byte. The memory stays there, unchanged, as long as <paramref name="owner"/> is alive.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="owner">Who holds the memory; each tensor keeps it alive.</param>
    /// <exception cref="InvalidDataException">The file breaks a rule of the format; the message names the file, the tensor and the rule.</exception>
    public static IReadOnlyList<Tensor> Read(string file, byte* start, long length, object? owner)
    {
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("safetensors files are read where they lie, on little-endian processors only.");
        if (length < LengthBytes)
            throw new InvalidDataException($"{file}: a safetensors file begins with {LengthBytes} bytes; it has {length}.");
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(new ReadOnlySpan<byte>(start, LengthBytes));
        if (headerLength > LongestHeader)
            throw new InvalidDataException($"{file}: the header must have at most {LongestHeader} bytes; its length is given as {headerLength}.");
        if ((long)headerLength > length - LengthBytes)
            throw new InvalidDataException($"{file}: the header has {headerLength} bytes, but only {length - LengthBytes} bytes follow: the file is cut off.");
        using JsonDocument header = Parse(file, new ReadOnlySpan<byte>(start + LengthBytes, (int)headerLength).ToArray());
        long dataStart = LengthBytes + (long)headerLength;
        List<TensorEntry> entries = Entries(file, header.RootElement, length - dataStart);
        RequireNoGaps(file, entries, length - dataStart);
        return entries.ConvertAll(entry =>
            new Tensor(file, entry.Name, entry.Type, entry.TypeName, entry.Shape, start + dataStart + entry.Begin, owner));
    }

    private static JsonDocument Parse(string file, ReadOnlyMemory<byte> json)
    {
        // The format's own rule: it keeps other files from being taken for this kind.
        if (json.IsEmpty || json.Span[0] != (byte)'{')
            throw new InvalidDataException($"{file}: the header must begin with '{{'.");
        try
        {
            return JsonDocument.Parse(json, Strict);
        }
        // The second, where a key that is compared holds half of a surrogate pair.
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"{file}: the header must be JSON with no key twice: {fault.Message}", fault);
        }
    }

    private static List<TensorEntry> Entries(string file, JsonElement header, long dataLength)
    {
        var entries = new List<TensorEntry>();
        foreach ((string name, JsonPlace place) in new JsonPlace(file, header).Members())
        {
            if (name != "__metadata__")
                entries.Add(Entry(file, name, place, dataLength));
        }

        return entries;
    }

    private static TensorEntry Entry(string file, string name, JsonPlace place, long dataLength)
    {
        string typeName = place["dtype"].Text();
        long[] shape = [.. place["shape"].Items().Select(dimension => dimension.WholeNumber(0L, long.MaxValue))];
        if (shape.Length > MostDimensions)
            throw new InvalidDataException($"{file}: tensor '{name}' must have at most {MostDimensions} dimensions; it has {shape.Length}.");
        long[] offsets = [.. place["data_offsets"].Items().Select(offset => offset.WholeNumber(0L, long.MaxValue))];
        if (offsets.Length != 2 || offsets[0] > offsets[1])
            throw place["data_offsets"].Wrong("must be a beginning and an end that is not before it");
        if (offsets[1] > dataLength)
        {
            throw new InvalidDataException(
                $"{file}: tensor '{name}' must end within the {dataLength} bytes of data; its end is given as {offsets[1]}: the file is cut off or damaged.");
        }

        long bits = Bits(typeName) ?? throw place["dtype"].Wrong("must be a type of safetensors, such as F32, F16 or BF16");
        long size = Size(shape, bits) ?? throw place["shape"].Wrong("must have a size in bytes that is a whole number and no more than a file can have");
        if (size != offsets[1] - offsets[0])
        {
            throw new InvalidDataException(
                $"{file}: tensor '{name}' of type {typeName} and shape [{string.Join(", ", shape)}] must have {size} bytes; its offsets leave it {offsets[1] - offsets[0]}.");
        }

        return new TensorEntry(name, TypeOf(typeName), typeName, shape, offsets[0], offsets[1]);
    }

    /// <summary>The data must be covered by tensors, without overlap and without bytes that belong to none.</summary>
    private static void RequireNoGaps(string file, List<TensorEntry> entries, long dataLength)
    {
        long end = 0;
        string? before = null;
        foreach (TensorEntry entry in entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            if (entry.Begin < end)
                throw new InvalidDataException($"{file}: tensor '{entry.Name}' must begin after '{before}', at {end}; it begins at {entry.Begin}.");
            if (entry.Begin > end)
                throw new InvalidDataException($"{file}: tensor '{entry.Name}' must begin at {end}, where the one before it ends; it begins at {entry.Begin}.");
            end = entry.End;
            before = entry.Name;
        }

        if (end != dataLength)
            throw new InvalidDataException($"{file}: the tensors must cover the {dataLength} bytes of data; they end at {end}.");
    }

    private static long? Size(long[] shape, long bits)
    {
        if (shape.Contains(0))
            return 0;
        Int128 size = bits;
        foreach (long dimension in shape)
        {
            size *= dimension;
            if (size > long.MaxValue)
                return null;
        }

        return size % 8 == 0 ? (long)(size / 8) : null;
    }

    private static TensorType TypeOf(string name) => name switch
    {
        "F32" => TensorType.Float32,
        "F16" => TensorType.Float16,
        "BF16" => TensorType.BFloat16,
        _ => TensorType.Other,
    };

    private static long? Bits(string type) => type switch
    {
        "F4" => 4,
        "F6_E2M3" or "F6_E3M2" => 6,
        "BOOL" or "U8" or "I8" or "F8_E5M2" or "F8_E4M3" or "F8_E8M0" => 8,
        "I16" or "U16" or "F16" or "BF16" => 16,
        "I32" or "U32" or "F32" => 32,
        "F64" or "I64" or "U64" or "C64" => 64,
        _ => null,
    };
}
