using Perto.Learning;
using Perto.Platform;
using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>The models of a moment of the past, fitted on what had happened until then. They are kept in memory alone: what serves is not touched.</summary>
internal sealed class PastModels
{
    private readonly ModelVersion _version;
    private readonly CollaborativeArtifact _artifact;
    private readonly DerivedCollections _collections;
    private readonly Dictionary<string, int> _places;

    private PastModels(IReadOnlyList<FittedModel> models, ModelVersion version, CollaborativeArtifact artifact, DerivedCollections collections)
    {
        Models = models;
        _version = version;
        _artifact = artifact;
        _collections = collections;
        _places = Enumerable.Range(0, artifact.TitleIds.Count).ToDictionary(index => artifact.TitleIds[index], StringComparer.Ordinal);
    }

    /// <summary>The models one by one.</summary>
    public IReadOnlyList<FittedModel> Models { get; }

    /// <summary>Fits them; the factors must be among the kinds.</summary>
    public static Task<PastModels> FitAsync(
        InteractionLog log,
        TenantId tenant,
        TrainingSettings settings,
        IReadOnlyList<string> kinds,
        DerivedCollections collections,
        TimeProvider clock,
        Func<string, FitOptions> options,
        CancellationToken cancellationToken) => Task.Factory.StartNew(
            () =>
            {
                InteractionMatrix known = log.ToMatrix(log.Items.Count);
                List<FittedModel> models = [];
                foreach (string kind in kinds)
                {
                    ModelPlan plan = kind == ImplicitAls.ModelKind ? settings.Plan() : ModelFactory.Plan(kind, new Dictionary<string, string>(StringComparer.Ordinal));
                    long start = clock.GetTimestamp();
                    IRecommenderModel model = plan.Fit(known, options(kind), cancellationToken);
                    models.Add(new FittedModel(plan, model, clock.GetElapsedTime(start).TotalSeconds));
                }
                string[] ids = [.. Enumerable.Range(0, log.Items.Count).Select(item => log.Items[item])];
                IRecommenderModel[] scorers = [.. models.Select(fitted => fitted.Model).Where(model => model.Kind != ImplicitAls.ModelKind && ModelScores.Kinds.Contains(model.Kind))];
                var artifact = new CollaborativeArtifact(ids, models.Select(fitted => fitted.Model).OfType<ImplicitAls>().Single(), new TitleScorers(ids, scorers));
                return new PastModels(models, Unsaved(tenant, CollaborativeModel.ModelName, ImplicitAls.ModelKind), artifact, collections);
            },
            cancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

    /// <summary>The line of a model that no registry has.</summary>
    public static ModelVersion Unsaved(TenantId tenant, string name, string kind) => new()
    {
        Tenant = tenant,
        Name = name,
        Version = 0,
        Kind = kind,
        Sha256 = "",
        Size = 0,
        State = ModelState.Candidate,
        CreatedAt = DateTimeOffset.UnixEpoch,
        Metrics = new Dictionary<string, double>(StringComparer.Ordinal),
    };

    /// <summary>The collaborative model, for a catalogue of a moment.</summary>
    public CollaborativeModel Bind(Catalogue catalogue) => new(_version, _artifact, catalogue, _collections, titles: null);

    /// <summary>The best titles of a model for a history, without those of the history.</summary>
    /// <param name="model">The model.</param>
    /// <param name="history">Ids of the titles watched.</param>
    /// <param name="catalogue">The titles that there are.</param>
    /// <param name="take">How many.</param>
    public IReadOnlyList<string> Rank(IRecommenderModel model, IEnumerable<string> history, Catalogue catalogue, int take)
    {
        int[] watched = [.. history.Select(id => _places.GetValueOrDefault(id, -1)).Where(place => place >= 0).Order()];
        float[] scores = new float[model.ItemCount];
        model.Score(watched, [], scores);
        for (int item = 0; item < scores.Length; item++)
        {
            if (catalogue.Find(_artifact.TitleIds[item]) is null)
                scores[item] = float.NegativeInfinity;
        }
        var best = new ScoredItem[take];
        int found = TopN.Select(scores, watched, best);
        return [.. best.Take(found).Select(item => _artifact.TitleIds[item.Item])];
    }
}
