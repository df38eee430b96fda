using Perto.Platform;
using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>
/// Describes the candidates of a page: the person, the titles and the service from the feature store in one read, the rest from the history and the
/// catalogue. <see cref="FeatureReplay"/> fills the same columns for a moment of the past.
/// </summary>
public sealed class HomeFeatures(FeatureStore store) : ICandidateDescriber<HomeContext, Title>
{
    /// <summary>The definitions, in the order of the columns.</summary>
    internal static IReadOnlyList<HomeFeature> Definitions { get; } =
        [.. SourceFeatures.All, .. ModelFeatures.All, .. PersonFeatures.All.Select(feature => feature with { IsOfPage = true }),
            .. TitleFeatures.All, .. InteractionFeatures.All, .. SituationFeatures.All];

    internal static readonly string[] PersonViews = [.. new[] { ActivityViews.PersonViews, ActivityViews.PersonWatching, ActivityViews.PersonRatings }.Select(ActivityViews.Exact)];

    internal static readonly string[] TitleViews =
        [.. new[] { ActivityViews.TitleViews, ActivityViews.TitleWatching, ActivityViews.TitleRatings, ActivityViews.TitleExposure }.Select(ActivityViews.Exact)];

    internal static readonly string[] ServiceViews = [ActivityViews.Exact(ActivityViews.ServiceViews)];

    /// <summary>The columns of the table.</summary>
    public static IReadOnlyList<string> Columns { get; } = [.. Definitions.Select(feature => feature.Name)];

    /// <inheritdoc/>
    public IReadOnlyList<string> Names => Columns;

    /// <summary>The definitions as a table of the docs: a heading for each subject, a line for each feature.</summary>
    public static string Describe()
    {
        var text = new System.Text.StringBuilder();
        foreach ((string subject, IReadOnlyList<HomeFeature> features) in new[]
        {
            ("Sources", SourceFeatures.All), ("Collaborative models", ModelFeatures.All), ("Person", PersonFeatures.All), ("Title", TitleFeatures.All),
            ("Person and title", InteractionFeatures.All), ("Situation", SituationFeatures.All),
        })
        {
            text.Append("### ").Append(subject).Append("\n| feature | range | meaning | missing when |\n| --- | --- | --- | --- |\n");
            foreach (HomeFeature feature in features)
                text.Append("| `").Append(feature.Name).Append("` | ").Append(feature.Range).Append(" | ").Append(feature.Meaning).Append(" | ").Append(feature.Missing).Append(" |\n");
            text.Append('\n');
        }
        return text.ToString().TrimEnd();
    }

    /// <inheritdoc/>
    public async ValueTask DescribeAsync(HomeContext context, CandidateSet<Title> candidates, FeatureTable table, CancellationToken cancellationToken)
    {
        if (candidates.Count == 0)
            return;
        if (context.Past is { } past)
        {
            past.Describe(context, candidates, table);
            return;
        }
        string[] keys = new string[candidates.Count];
        for (int i = 0; i < keys.Length; i++)
            keys[i] = candidates[i].Id;
        OnlineFeatures read = await store.GetAsync(
            context.Tenant,
            [
                new EntityRequest { Entity = FeatureView.Person, Keys = [context.Person.Id], Views = PersonViews },
                new EntityRequest { Entity = ActivityViews.ServiceEntity, Keys = [ActivityViews.ServiceKey], Views = ServiceViews },
                new EntityRequest { Entity = ActivityViews.TitleEntity, Keys = keys, Views = TitleViews },
            ],
            cancellationToken);
        CandidateFacts facts = Facts(context, SourceScores.Of(candidates), ModelScores.Of(context, candidates), read[0, 0, 0], read[0, 0, 1], read[0, 0, 2], read[1, 0, 0]);
        TitleActivities titles = TitleActivities.Of(context.Catalogue);
        for (int row = 0; row < keys.Length; row++)
            facts.Fill(row, candidates[row], titles.Find(candidates[row], read, part: 2, row), table[row]);
    }

    /// <summary>What all candidates of a request have in common.</summary>
    internal static CandidateFacts Facts(
        HomeContext context, SourceScores scores, ModelScores models, in FeatureReading views, in FeatureReading watching, in FeatureReading ratings, in FeatureReading service) => new()
        {
            Context = context,
            Person = new PersonActivity(views, watching, ratings, context.Request, context.Request.TimeOfDay ?? TimesOfDay.Of(context.At)),
            Service = new ServiceActivity(service),
            Scores = scores,
            Models = models,
            ReadAt = service.At,
        };
}
