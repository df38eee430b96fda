using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Perto.Platform;

/// <summary>A value as bytes, little-endian. Texts are UTF-8; items of lists and maps have their length before them.</summary>
internal static class FeatureBytes
{
    public static byte[] Of(FeatureValue value)
    {
        switch (value.Raw)
        {
            case double number:
                return BitConverter.GetBytes(BitConverter.DoubleToInt64Bits(number));
            case long number:
                return BitConverter.GetBytes(number);
            case bool truth:
                return [truth ? (byte)1 : (byte)0];
            case string text:
                return Encoding.UTF8.GetBytes(text);
            case float[] numbers:
                return MemoryMarshal.AsBytes(numbers.AsSpan()).ToArray();
            case string[] words:
                return StateBytes.Write(words, (writer, word) => writer.Write(word));
            default:
                return StateBytes.Write(
                    (IReadOnlyList<KeyValuePair<string, double>>)value.Raw,
                    (writer, entry) =>
                    {
                        writer.Write(entry.Key);
                        writer.Write(entry.Value);
                    });
        }
    }

    public static FeatureValue Read(FeatureKind kind, ReadOnlySpan<byte> bytes) => kind switch
    {
        FeatureKind.Number => FeatureValue.Of(BinaryPrimitives.ReadDoubleLittleEndian(bytes)),
        FeatureKind.Integer => FeatureValue.Of(BinaryPrimitives.ReadInt64LittleEndian(bytes)),
        FeatureKind.Boolean => FeatureValue.Of(bytes[0] != 0),
        FeatureKind.Text => FeatureValue.Of(Encoding.UTF8.GetString(bytes)),
        FeatureKind.Vector => FeatureValue.Of(MemoryMarshal.Cast<byte, float>(bytes).ToArray()),
        FeatureKind.Keywords => FeatureValue.Of(StateBytes.Read(bytes, reader => reader.ReadString()).ToArray()),
        _ => FeatureValue.Of(StateBytes.Read(bytes, reader => KeyValuePair.Create(reader.ReadString(), reader.ReadDouble()))),
    };
}
