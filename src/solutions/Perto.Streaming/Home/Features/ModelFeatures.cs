namespace Perto.Streaming;

/// <summary>What the collaborative models think of a candidate, whoever found it.</summary>
internal static class ModelFeatures
{
    private const string NotKnown = "the model does not know the title or nothing that was watched, or was not trained";

    public static IReadOnlyList<HomeFeature> All { get; } =
    [
        .. ModelScores.Kinds.SelectMany((kind, index) => (HomeFeature[])
        [
            new($"score_{kind}", "up to 1", $"Score of {kind} among the candidates: 1 is the best of them, 0 the middle one", NotKnown, facts => facts.Models.Score(index, facts.Row)),
            new($"place_{kind}", "1 and up", "Place by that score", NotKnown, facts => facts.Models.Place(index, facts.Row)),
        ]),
    ];
}
