using System.Runtime.InteropServices;
using System.Text.Json;

namespace Perto.Redis.Tests;

/// <summary>Looks below the store, at every key of a collection: each record must be there with all that belongs to it, and nothing else.</summary>
internal static class WholeRecords
{
    /// <summary>Checks a collection of records whose field <c>n</c>, where they have one, stands in the vector <c>w</c> too, where that is.</summary>
    public static async Task CheckAsync(TestVectorStore store, IReadOnlyCollection<string>? expected = null)
    {
        Dictionary<string, string> records = await FieldsAsync(store, "records");
        RedisReply ids = await store.Redis.ExecuteAsync("ZRANGE", [await store.KeyAsync("ids"), 0, -1]);
        Assert.Equal(records.Keys.Order(StringComparer.Ordinal), ids.Items.Select(id => id.Text!).Order(StringComparer.Ordinal));
        if (expected is not null)
            Assert.Equal(expected.Order(StringComparer.Ordinal), records.Keys.Order(StringComparer.Ordinal));

        RedisReply graphs = await store.Redis.ExecuteAsync("KEYS", [$"perto:vectors:collection:{TestVectorStore.Tenant}:*:graph:*"]);
        foreach (string graph in graphs.Items.Select(key => key.Text!))
        {
            string name = graph[(graph.LastIndexOf(':') + 1)..];
            Dictionary<string, byte[]> values = await store.Redis.GetFieldsAsync(await store.KeyAsync($"values:{name}"));
            Assert.Equal(values.Count, (await store.Redis.ExecuteAsync("VCARD", [graph])).Integer);
            foreach ((string id, byte[] value) in values)
            {
                Assert.Contains(id, records.Keys);
                RedisReply attributes = await store.Redis.ExecuteAsync("VGETATTR", [graph, id]);
                long? n = Number(JsonDocument.Parse(records[id]).RootElement, "payload");
                Assert.Equal(n, Number(JsonDocument.Parse(attributes.Text!).RootElement, within: null));
                if (name == "w" && n is { } number)
                    Assert.Equal(number, (long)MemoryMarshal.Cast<byte, float>(value)[1]);
            }
        }
    }

    private static async Task<Dictionary<string, string>> FieldsAsync(TestVectorStore store, string ending) =>
        (await store.Redis.GetFieldsAsync(await store.KeyAsync(ending))).ToDictionary(field => field.Key, field => System.Text.Encoding.UTF8.GetString(field.Value), StringComparer.Ordinal);

    private static long? Number(JsonElement json, string? within)
    {
        if (within is not null)
            return json.TryGetProperty(within, out JsonElement payload) && payload.TryGetProperty("n", out JsonElement value) ? value.GetInt64() : null;
        return json.TryGetProperty("p_n", out JsonElement attribute) && attribute.ValueKind == JsonValueKind.Number ? attribute.GetInt64() : null;
    }
}
