using System.Text.Json;

namespace Perto.Pinecone;

/// <summary>An index as the service describes it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Dimension">How many values its vectors have; 0 where they are sparse.</param>
/// <param name="Metric"><c>cosine</c>, <c>dotproduct</c> or <c>euclidean</c>.</param>
/// <param name="Host">Where it is asked; empty as long as it is made.</param>
/// <param name="IsReady">Whether it answers.</param>
/// <param name="State">How it does, in the service's word.</param>
internal sealed record IndexDescription(string Name, int Dimension, string Metric, string Host, bool IsReady, string State)
{
    public static IndexDescription Read(JsonElement index)
    {
        JsonElement status = index.GetProperty("status");
        return new IndexDescription(
            Text(index, "name"),
            index.TryGetProperty("dimension", out JsonElement dimension) && dimension.ValueKind is JsonValueKind.Number ? dimension.GetInt32() : 0,
            Text(index, "metric"),
            index.TryGetProperty("host", out JsonElement host) ? host.GetString() ?? "" : "",
            status.GetProperty("ready").GetBoolean(),
            status.TryGetProperty("state", out JsonElement state) ? state.GetString() ?? "" : "");
    }

    private static string Text(JsonElement index, string name) =>
        index.GetProperty(name).GetString() ?? throw new FormatException($"an index has no {name}");
}
