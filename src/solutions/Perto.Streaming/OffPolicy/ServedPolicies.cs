using Microsoft.Extensions.Options;
using Perto.Learning;
using Perto.Platform;

namespace Perto.Streaming;

/// <summary>
/// Judges a ranking by pages that another one served. Two things on a page are decided by chance with known probabilities, and of those the pages say without bias
/// what another choice would have earned: in which order drawn titles stand, and which row stands first. What scores put into its place was never tried elsewhere; of
/// that there is a model of clicks, and it is named as one.
/// </summary>
public sealed class ServedPolicies
{
    private const string DrawnQuestion = "engagement with the first drawn place of a page, if the ranking chooses which of the titles drawn for the page stands there";
    private const string RowsQuestion = "engagement with the first row that is ordered, if the rows' bandit of today chooses it by the scores of the ranking; 'plan' is the order of the plan";
    private const string PlanPolicy = "plan";

    private readonly RankerLog _log;
    private readonly RankerModels _models;
    private readonly RowBandits _rows;
    private readonly RankerSettings _settings;
    private readonly TimeProvider _clock;

    internal ServedPolicies(RankerLog log, RankerModels models, RowBandits rows, IOptions<RankerSettings> settings, TimeProvider clock)
    {
        _log = log;
        _models = models;
        _rows = rows;
        _settings = settings.Value;
        _clock = clock;
    }

    /// <summary>Judges a ranking.</summary>
    /// <exception cref="InvalidValueException">The request breaks a rule.</exception>
    /// <exception cref="NotFoundException">There is no such version, or it cannot be read.</exception>
    public async Task<ServedPolicyReport> JudgeAsync(TenantId tenant, ServedPolicyRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        (DateTimeOffset from, DateTimeOffset to) = request.Time(_clock.GetUtcNow());
        RankerModel? ranker = request.Version() is { } version
            ? await _models.VersionAsync(tenant, version, cancellationToken) ?? throw new NotFoundException("model", request.Model)
            : null;
        LinearBandit? bandit = await _rows.ForAsync(tenant, order: null, cancellationToken);
        List<DrawnChoice> drawn = [], rows = [];
        List<(JudgedPage Page, double[] Scores)> judged = [];
        await foreach (IReadOnlyList<JudgedPage> group in _log.GroupsAsync(tenant, from, to, cancellationToken))
        {
            foreach (JudgedPage page in group)
            {
                if (ScoresOf(page.Page, ranker) is not { } scores)
                    continue;
                judged.Add((page, scores));
                if (Drawn(page, scores, request.Model) is { } choice)
                    drawn.Add(choice);
                if (bandit is not null && FirstRow(page, scores, bandit, request.Model) is { } first)
                    rows.Add(first);
                if (judged.Count >= _settings.MaxPages)
                    break;
            }
            if (judged.Count >= _settings.MaxPages)
                break;
        }
        RankerModel? noticed = ranker ?? await _models.LiveAsync(tenant, cancellationToken);
        return new ServedPolicyReport(
            request.Model,
            from,
            to,
            judged.Count,
            ChanceEvidence.Of(DrawnQuestion, drawn, "no pages of two people and more show two titles that were drawn: draws are Perto:Streaming:ExplorationShare"),
            ChanceEvidence.Of(RowsQuestion, rows, bandit is null ? "the plan orders the rows, or too few pages were learned from: chance decides nothing" : "no pages of two people and more have rows that a bandit ordered"))
        {
            ClickModel = noticed is null ? null : PlacedClicks.Of(judged, noticed.Noticed, cancellationToken),
        };
    }

    // Of the blend it is known what it gave only where it ranked.
    private static double[]? ScoresOf(ServedPage page, RankerModel? ranker)
    {
        if (ranker is null)
            return page.Model is null && page.Titles.All(title => title.Row != HomePlan.PopularRow) ? [.. page.Titles.Select(title => title.Score)] : null;
        if (page.Features is not { } features)
            return null;
        double[] scores = new double[features.Rows];
        ranker.Raw(features, scores);
        return scores;
    }

    private static DrawnChoice? Drawn(JudgedPage page, double[] scores, string model)
    {
        int[] drawn = [.. Enumerable.Range(0, scores.Length).Where(title => page.Page.Titles[title].Drawn is not null).OrderBy(title => page.Page.Titles[title].Rank)];
        if (drawn.Length < 2 || drawn.Any(title => page.Page.Titles[title].RowPlace != page.Page.Titles[drawn[0]].RowPlace))
            return null;
        double best = drawn.Max(title => scores[title]);
        double share = 1.0 / drawn.Count(title => scores[title] == best);
        return new DrawnChoice(
            page.Page.Id,
            page.Page.User,
            [.. drawn.Select(title => new DrawnOption(page.Page.Titles[title].Id, Kind: 0, page.Page.Titles[title].Score))],
            Chosen: 0,
            // Each order of what was drawn is as likely as any other.
            1.0 / drawn.Length,
            page.Gain(page.Page.Titles[drawn[0]].Id),
            new Dictionary<string, double[]>(StringComparer.Ordinal) { [model] = [.. drawn.Select(title => scores[title] == best ? share : 0)] });
    }

    private static DrawnChoice? FirstRow(JudgedPage page, double[] scores, LinearBandit bandit, string model)
    {
        IGrouping<int, int>[] rows = [.. Enumerable.Range(0, scores.Length)
            .GroupBy(title => page.Page.Titles[title].RowPlace)
            .Where(row => RowKinds.Of(page.Page.Titles[row.First()].Row) is not null)
            .OrderBy(row => row.Key)];
        if (rows.Length < 2 || page.Page.Titles[rows[0].First()].RowChosen is not { } propensity)
            return null;
        // Of each kind the row that stands first waits for its turn: those of a kind keep their order.
        IGrouping<int, int>[] options = [.. rows.DistinctBy(KindOf).OrderBy(KindOf)];
        int[] arms = [.. options.Select(KindOf)];
        double[] contexts = new double[arms.Length * RowKinds.Dimensions], probabilities = new double[arms.Length];
        for (int i = 0; i < arms.Length; i++)
        {
            RowKinds.Context(
                page.Page.Device,
                options[i].OrderBy(title => page.Page.Titles[title].Rank).Select(title => scores[title]),
                contexts.AsSpan(i * RowKinds.Dimensions, RowKinds.Dimensions));
        }
        bandit.Propensities(arms, contexts, probabilities);
        int chosen = Array.IndexOf(arms, KindOf(rows[0]));
        return new DrawnChoice(
            page.Page.Id,
            page.Page.User,
            [.. options.Select(row => new DrawnOption(
                page.Page.Titles[row.First()].Row, KindOf(row), row.Average(title => page.Page.Titles[title].Score)))],
            chosen,
            propensity,
            rows[0].Sum(title => page.Gain(page.Page.Titles[title].Id)),
            new Dictionary<string, double[]>(StringComparer.Ordinal) { [model] = probabilities, [PlanPolicy] = [.. arms.Select((_, i) => i == 0 ? 1.0 : 0)] });

        int KindOf(IGrouping<int, int> row) => RowKinds.Of(page.Page.Titles[row.First()].Row)!.Value;

    }
}
