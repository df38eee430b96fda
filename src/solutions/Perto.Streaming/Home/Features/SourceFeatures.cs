namespace Perto.Streaming;

/// <summary>Where a candidate comes from.</summary>
internal static class SourceFeatures
{
    private const string NotFound = "the source did not find it";
    private const string NotLogged = "its sources were not logged";

    public static IReadOnlyList<HomeFeature> All { get; } =
    [
        new("candidate_score", "0..1", "Best score of all sources, each on the scale of its own best of the request", NotLogged, facts => facts.Scores.Best(facts.Row)),
        new("source_count", "1 and up", "Sources that found it", NotLogged, facts => facts.Scores.Count(facts.Row)),
        new("source_is_personalized", "0, 1", "Found by what the person did: collaborative, similar or continue_watching", NotLogged,
            facts => Flag(facts, Has(facts.Scores.Collaborative(facts.Row)) || Has(facts.Scores.Similar(facts.Row)) || Has(facts.Scores.Continued(facts.Row)))),
        new("source_is_trending", "0, 1", "Found by trending", NotLogged, facts => Flag(facts, Has(facts.Scores.Trending(facts.Row)))),
        new("score_collaborative", "0..1", "Score of collaborative", NotFound, facts => facts.Scores.Collaborative(facts.Row)),
        new("score_similar", "0..1", "Score of similar", NotFound, facts => facts.Scores.Similar(facts.Row)),
        new("score_trending", "0..1", "Score of trending", NotFound, facts => facts.Scores.Trending(facts.Row)),
        new("score_new", "0..1", "Score of new", NotFound, facts => facts.Scores.New(facts.Row)),
        new("score_content", "0..1", "Score of content", NotFound, facts => facts.Scores.Content(facts.Row)),
        new("score_continue_watching", "0..1", "Score of continue_watching", NotFound, facts => facts.Scores.Continued(facts.Row)),
    ];

    private static bool Has(double score) => !double.IsNaN(score);

    private static double Flag(CandidateFacts facts, bool isSet) => !facts.Scores.AreKnown(facts.Row) ? double.NaN : isSet ? 1 : 0;
}
