using System.Data.Common;
using Microsoft.Extensions.Options;
using Perto.Platform;
using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>
/// Makes the pages of a batch by the plan that serves them: the same sources, rules, features and ranker. What belongs to serving is left out: no page is cached or
/// written down as served, nothing is drawn unless that is asked for, and no source is left out for being slow.
/// </summary>
internal sealed class BatchPages
{
    // Nobody waits for a page of a batch, and which source is late would be chance.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly StreamingService _service;
    private readonly CatalogueStore _catalogues;
    private readonly People _people;
    private readonly Recommender<HomeContext, Title> _ranked;
    private readonly Recommender<HomeContext, Title> _exploring;
    private readonly int _threads;

    public BatchPages(
        StreamingService service,
        CatalogueStore catalogues,
        People people,
        IOptions<StreamingSettings> settings,
        IOptions<BatchSettings> batches,
        IServiceProvider services)
    {
        _service = service;
        _catalogues = catalogues;
        _people = people;
        RecommenderPlan<HomeContext, Title> plan = HomePlan.Titles(settings.Value).Within(Patience) with { IsServed = false };
        _exploring = plan.Build(services);
        _ranked = (plan with { Sources = [.. plan.Sources.Select(source => source.Share is null ? source : source with { Share = 0 })] }).Build(services);
        _threads = batches.Value.Threads == 0 ? Environment.ProcessorCount : batches.Value.Threads;
    }

    /// <summary>The pages of some people, in their order; for who failed, why.</summary>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public async Task<IReadOnlyList<BatchOutcome>> MakeAsync(
        TenantId tenant, BatchRequest request, DateTimeOffset at, IReadOnlyList<string> users, CancellationToken cancellationToken)
    {
        // One catalogue and one look at what people did for all of them.
        Catalogue catalogue = await _catalogues.GetAsync(tenant, cancellationToken);
        IReadOnlyList<(string User, Person? Person, Exception? Failure)> people = await _people.ReadAsync(tenant, users, catalogue, cancellationToken);
        var outcomes = new BatchOutcome[people.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = _threads, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, people.Count, options, async (i, cancelled) =>
            outcomes[i] = people[i].Person is { } person
                ? await TryMakeAsync(tenant, request, at, person, catalogue, cancelled)
                : new BatchOutcome(people[i].User, null, people[i].Failure));
        return outcomes;
    }

    private async Task<BatchOutcome> TryMakeAsync(
        TenantId tenant, BatchRequest request, DateTimeOffset at, Person person, Catalogue catalogue, CancellationToken cancellationToken)
    {
        try
        {
            return new BatchOutcome(person.Id, await MakeAsync(tenant, request, at, person, catalogue, cancellationToken), null);
        }
        catch (Exception failure) when (failure is not OperationCanceledException and not DbException and not DependencyException)
        {
            // What is wrong with one person is not wrong with all; a database that is away is.
            return new BatchOutcome(person.Id, null, failure);
        }
    }

    private async Task<BatchedPage> MakeAsync(
        TenantId tenant, BatchRequest request, DateTimeOffset at, Person person, Catalogue catalogue, CancellationToken cancellationToken)
    {
        HomeContext context = await _service.ContextAsync(tenant, person, request.Situation, catalogue, at, withExperiments: false, cancellationToken);
        if (!request.Explores)
            context = context with { RowBandit = null };
        Recommender<HomeContext, Title> recommender = request.Explores ? _exploring : _ranked;
        int take = request.Kind == BatchKind.Home ? StreamingService.TopPicks : request.Top;
        Recommendation<HomeContext, Title> found = await recommender.RecommendAsync(context, take, new StepTimings(TimeProvider.System), cancellationToken);
        var page = new BatchedPage { User = person.Id, Model = context.RankedBy, Degraded = found.Degraded };
        return request.Kind == BatchKind.Home
            ? page with { Rows = [.. RowOrder.Choose(context, HomePlan.Rows.Arrange(found)).Select(Row)] }
            : page with { Titles = [.. found.List().Select(Title)] };
    }

    private static BatchedRow Row(Row<Title> row) => new(row.Name, row.Title, [.. row.Items.Select(Title)]) { Propensity = row.Propensity };

    private static BatchedTitle Title(Recommended<Title> item) => new(item.Item.Id, item.Rank, item.Score, item.Reason) { Propensity = item.Propensity };
}
