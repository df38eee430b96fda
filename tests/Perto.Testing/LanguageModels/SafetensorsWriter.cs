using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Perto.Testing;

/// <summary>Writes files of tensors, right and wrong ones.</summary>
public static class SafetensorsWriter
{
    /// <summary>A file of made weights.</summary>
    /// <param name="tensors">Names and shapes.</param>
    /// <param name="type">How the numbers are written: <c>F32</c>, <c>F16</c>, <c>BF16</c>; <c>F32 of F16</c>: singles that were rounded first.</param>
    /// <param name="nameOf">What a tensor is called in the file; null: by its name.</param>
    public static byte[] Write(IEnumerable<(string Name, long[] Shape)> tensors, string type = "F32", Func<string, string>? nameOf = null)
    {
        string written = type.Split(' ')[0];
        var header = new StringBuilder("{\"__metadata__\":{\"format\":\"pt\"}");
        var data = new List<byte>();
        foreach ((string name, long[] shape) in tensors)
        {
            float[] values = MadeWeights.Values(name, shape.Aggregate(1L, (product, dimension) => product * dimension));
            byte[] bytes = type == written ? Bytes(values, type) : Bytes(Rounded(values, type.Split(' ')[^1]), written);
            header.Append($",{JsonSerializer.Serialize(nameOf?.Invoke(name) ?? name)}:{{\"dtype\":\"{written}\",\"shape\":[{string.Join(',', shape)}],");
            header.Append($"\"data_offsets\":[{data.Count},{data.Count + bytes.Length}]}}");
            data.AddRange(bytes);
        }

        return File(header.Append('}').ToString(), [.. data]);
    }

    /// <summary>A file of a header and data as they are given.</summary>
    public static byte[] File(string header, byte[] data)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        byte[] file = new byte[8 + json.Length + data.Length];
        BinaryPrimitives.WriteInt64LittleEndian(file, json.Length);
        json.CopyTo(file, 8);
        data.CopyTo(file, 8 + json.Length);
        return file;
    }

    /// <summary>The values as a file has them.</summary>
    public static byte[] Bytes(float[] values, string type) => type switch
    {
        "F32" => MemoryMarshal.AsBytes(values.AsSpan()).ToArray(),
        "F16" => MemoryMarshal.AsBytes(Array.ConvertAll(values, value => (Half)value).AsSpan()).ToArray(),
        "BF16" => MemoryMarshal.AsBytes(Array.ConvertAll(values, Upper).AsSpan()).ToArray(),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "F32, F16 or BF16"),
    };

    private static float[] Rounded(float[] values, string type) => type == "F16"
        ? Array.ConvertAll(values, value => (float)(Half)value)
        : Array.ConvertAll(values, value => BitConverter.UInt32BitsToSingle((uint)Upper(value) << 16));

    // To the nearest, as writers of such files round.
    private static ushort Upper(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }
}
