using Perto.Learning;
using Perto.Numerics;
using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>Models of who watches what that are asked about candidates only: their scores are features of the ranker. Immutable.</summary>
/// <param name="TitleIds">Id of the title at each index of the models.</param>
/// <param name="Models">The models, each kind once.</param>
internal sealed record TitleScorers(IReadOnlyList<string> TitleIds, IReadOnlyList<IRecommenderModel> Models)
{
    private const string FileKind = "streaming-scorers";
    private const int FileVersion = 1;

    public static TitleScorers None { get; } = new([], []);

    /// <summary>Fits models on the titles that most people watched.</summary>
    /// <param name="log">Who watched what.</param>
    /// <param name="settings">Which models, and of how many titles.</param>
    /// <param name="options">Threads and progress of each fit.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ModelTooLargeException">A model would take more memory than its settings allow.</exception>
    public static TitleScorers Fit(InteractionLog log, TrainingSettings settings, Func<string, FitOptions> options, CancellationToken cancellationToken)
    {
        IReadOnlyList<ModelPlan> plans = settings.ScorerPlans();
        if (plans.Count == 0)
            return None;
        int[] watchers = new int[log.Items.Count];
        foreach (LoggedInteraction watched in log.Interactions)
            watchers[watched.Item]++;
        int[] titles = [.. Enumerable.Range(0, watchers.Length).OrderByDescending(title => watchers[title]).ThenBy(title => title).Take(settings.ScorerTitles).Order()];
        int[] places = new int[watchers.Length];
        Array.Fill(places, -1);
        for (int place = 0; place < titles.Length; place++)
            places[titles[place]] = place;
        var matrix = InteractionMatrix.From(
            log.Users.Count, titles.Length, [.. log.Interactions.Where(watched => places[watched.Item] >= 0).Select(watched => new Interaction(watched.User, places[watched.Item], 1))]);
        return new TitleScorers(
            [.. titles.Select(title => log.Items[title])],
            [.. plans.Select(plan => plan.Fit(matrix, options(plan.Model), cancellationToken))]);
    }

    public void Save(Stream stream)
    {
        var writer = new BinaryFileWriter(stream, FileKind, FileVersion);
        writer.Text("titles", string.Join('\n', TitleIds));
        writer.Section<int>("models", [Models.Count]);
        writer.End();
        foreach (IRecommenderModel model in Models)
            model.Save(stream);
    }

    /// <exception cref="BinaryFormatException">The bytes are damaged or made by a newer version.</exception>
    public static TitleScorers Read(Stream stream)
    {
        var reader = new BinaryFileReader(stream);
        if (reader.Kind != FileKind)
            throw new BinaryFormatException("header", $"a '{FileKind}' was expected; this is a '{reader.Kind}'");
        reader.RequireVersion(FileVersion);
        string titles = reader.Text("titles");
        int[] count = reader.Section<int>("models");
        reader.End();
        if (count is not [>= 0])
            throw new BinaryFormatException("models", "one number is expected");
        string[] ids = titles.Length == 0 ? [] : titles.Split('\n');
        var models = new List<IRecommenderModel>();
        for (int i = 0; i < count[0]; i++)
        {
            IRecommenderModel model = RecommenderModels.Load(stream);
            if (model.ItemCount != ids.Length)
                throw new BinaryFormatException("models", $"{model.Kind} has {model.ItemCount} titles where {ids.Length} are expected");
            models.Add(model);
        }
        return new TitleScorers(ids, models);
    }
}
