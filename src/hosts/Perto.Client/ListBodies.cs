using System.Buffers;
using System.Text;
using System.Text.Json;
using Perto.Platform;

namespace Perto.Client;

/// <summary>Bodies of requests that carry a list: as few as the server's limits allow.</summary>
internal static class ListBodies
{
    // Below the 10 MiB that a server takes where nothing else is set.
    private const int MaxBytes = 8 * 1024 * 1024;

    /// <summary>JSON objects whose only member holds the items in their order; none where there are no items.</summary>
    /// <param name="member">The member's name.</param>
    /// <param name="items">An item that is larger than a body has one to itself: the server says whether it takes it.</param>
    /// <param name="most">Most items in a body.</param>
    public static IEnumerable<ReadOnlyMemory<byte>> Of<T>(string member, IEnumerable<T> items, int most)
    {
        byte[] start = Encoding.UTF8.GetBytes($$"""{"{{member}}":[""");
        byte[] comma = ","u8.ToArray();
        byte[] end = "]}"u8.ToArray();
        ArrayBufferWriter<byte> body = new();
        int count = 0;
        foreach (T item in items)
        {
            byte[] json = JsonSerializer.SerializeToUtf8Bytes(item, PertoJson.Options);
            if (count == most || (count > 0 && body.WrittenCount + comma.Length + json.Length + end.Length > MaxBytes))
            {
                body.Write(end);
                yield return body.WrittenMemory;

                // Another one: what was handed out stays as it is.
                body = new ArrayBufferWriter<byte>();
                count = 0;
            }
            body.Write(count == 0 ? start : comma);
            body.Write(json);
            count++;
        }
        if (count == 0)
            yield break;
        body.Write(end);
        yield return body.WrittenMemory;
    }
}
