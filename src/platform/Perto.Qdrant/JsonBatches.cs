using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Perto.Qdrant;

/// <summary>Parts of requests, put together so that no request is larger than a server takes (32 MiB by default).</summary>
internal static class JsonBatches
{
    private const int MostBytes = 16 * 1024 * 1024;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes items, and gives them in groups; one that is larger than a request should be stands alone.</summary>
    /// <param name="items">What to send.</param>
    /// <param name="most">Most items of a group.</param>
    /// <param name="write">Writes one.</param>
    public static IEnumerable<IReadOnlyList<ReadOnlyMemory<byte>>> Of<T>(IEnumerable<T> items, int most, Action<Utf8JsonWriter, T> write)
    {
        List<ReadOnlyMemory<byte>> group = [];
        int bytes = 0;
        foreach (T item in items)
        {
            ArrayBufferWriter<byte> buffer = new();
            using (Utf8JsonWriter writer = new(buffer, Options))
                write(writer, item);
            if (group.Count == most || (group.Count > 0 && bytes + buffer.WrittenCount > MostBytes))
            {
                yield return group;
                group = [];
                bytes = 0;
            }
            group.Add(buffer.WrittenMemory);
            bytes += buffer.WrittenCount;
        }
        if (group.Count > 0)
            yield return group;
    }

    /// <summary>Writes a group as a list.</summary>
    public static void WriteList(Utf8JsonWriter writer, string name, IReadOnlyList<ReadOnlyMemory<byte>> group)
    {
        writer.WriteStartArray(name);
        foreach (ReadOnlyMemory<byte> item in group)
            writer.WriteRawValue(item.Span, skipInputValidation: true);
        writer.WriteEndArray();
    }
}
