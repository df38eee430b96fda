using System.Text.Json;
using Perto.Testing;

namespace Perto.Language.Tests.Transformers;

/// <summary>A text and what the reference made of it, see <c>Golden/reference.py</c>.</summary>
internal sealed record GoldenText
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public required int[] Ids { get; init; }

    public required int[] Types { get; init; }

    public required float[] First { get; init; }

    public required float[] Last { get; init; }

    public required float[] Mean { get; init; }

    public required float[] Max { get; init; }

    public required float[] UnitMean { get; init; }

    public required float[] Logits { get; init; }

    public TokenizedText Tokens => MadeModel.Text(Ids, Types);

    public static GoldenText[] Read(string model)
    {
        string file = Path.Combine(AppContext.BaseDirectory, "Transformers", "Golden", model + ".json");
        return JsonSerializer.Deserialize<GoldenText[]>(File.ReadAllBytes(file), Json)!;
    }
}
