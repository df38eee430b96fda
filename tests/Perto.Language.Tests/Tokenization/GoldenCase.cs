using System.Text.Json;

namespace Perto.Language.Tests;

/// <summary>What the reference makes of a text or a pair of texts.</summary>
/// <param name="Text">The first text.</param>
/// <param name="Pair">The second one, if there is one.</param>
/// <param name="Ids">The tokens.</param>
/// <param name="Types">Their types.</param>
/// <param name="Ranges">Their places; null where the reference miscounts: see <c>CharacterMap</c>.</param>
internal sealed record GoldenCase(string Text, string? Pair, int[] Ids, int[] Types, TextRange[]? Ranges)
{
    public static GoldenCase Read(JsonElement place)
    {
        int[] ids = Numbers(place.GetProperty("ids"));
        return new GoldenCase(
            place.GetProperty("text").GetString()!,
            place.TryGetProperty("pair", out JsonElement pair) ? pair.GetString() : null,
            ids,
            place.TryGetProperty("types", out JsonElement types) ? Numbers(types) : new int[ids.Length],
            place.TryGetProperty("ranges", out JsonElement ranges) ? [.. Numbers(ranges).Chunk(2).Select(ends => new TextRange(ends[0], ends[1]))] : null);
    }

    public override string ToString() => Pair is null ? $"'{Text}'" : $"'{Text}' and '{Pair}'";

    private static int[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetInt32())];
}
