using Perto.Learning;
using Perto.Platform;

namespace Perto.Recommendations;

/// <summary>What models are fitted on and how they are measured, the same for all of them.</summary>
public sealed class EvaluationTask
{
    private const string AllItemsProtocol = "all train items ranked, without the user's known and excluded items; mean over users with test items";
    private const string NegativesProtocol = "leave-one-out: the positive ranked among its negatives; mean over cases";

    private readonly EvaluationSplit? _split;
    private readonly IReadOnlyList<LeaveOneOutCase> _cases = [];
    private readonly InteractionMatrix? _histories;

    private EvaluationTask(InteractionLog log, EvaluationSplit split, SplitPlan? plan)
    {
        Log = log;
        Train = split.Train;
        Protocol = Described(plan, AllItemsProtocol);
        Shape = ShapeOf(plan, split.Test.Sum(wanted => wanted.Count), negatives: 0);
        _split = split;
    }

    private EvaluationTask(InteractionLog log, IReadOnlyList<LeaveOneOutCase> cases, SplitPlan? plan)
    {
        Log = log;
        // Items that only the negatives name have numbers behind those of train, where no model looks.
        _histories = log.ToMatrix(log.Interactions.Max(logged => logged.Item) + 1);
        Train = _histories.OfActiveUsers();
        Protocol = Described(plan, NegativesProtocol);
        Shape = ShapeOf(plan, cases.Count, cases[0].Negatives.Count);
        _cases = cases;
    }

    /// <summary>The protocol in words, so that a figure can be compared.</summary>
    public string Protocol { get; }

    /// <summary>What tells known data from others.</summary>
    public EvaluationShape Shape { get; }

    /// <summary>What is fitted on.</summary>
    public InteractionMatrix Train { get; }

    /// <summary>The same with ratings as weights, for models that predict them.</summary>
    /// <exception cref="InvalidValueException">A rating is not positive.</exception>
    public InteractionMatrix Rated => Log.ToRatings(Train.ItemCount).OfActiveUsers();

    /// <summary>What is fitted on, as it was read: to split once more where parameters are chosen.</summary>
    public InteractionLog Log { get; }

    /// <summary>Ranks all items: see <see cref="EvaluationProtocol.Rank"/>.</summary>
    /// <param name="train">Read first of all.</param>
    /// <param name="test">Shares its indexes.</param>
    /// <param name="exclude">Shares them too; or nothing.</param>
    /// <param name="histories">What users are scored by where it is not the train part.</param>
    /// <param name="plan">How the parts were made; nothing where they were given.</param>
    /// <exception cref="InvalidValueException">A part is empty, or an index is not shared.</exception>
    public static EvaluationTask AllItems(
        InteractionLog train, InteractionLog test, InteractionLog? exclude = null, InteractionLog? histories = null, SplitPlan? plan = null) =>
        new(train, EvaluationSplit.From(train, test, exclude, histories), plan);

    /// <summary>Ranks each positive among its negatives: see <see cref="EvaluationProtocol.RankAmongNegatives"/>.</summary>
    /// <param name="train">What to fit on and to score users by.</param>
    /// <param name="cases">Whom to rank what for.</param>
    /// <param name="plan">How the parts were made; nothing where they were given.</param>
    /// <exception cref="InvalidValueException">There is nothing to fit on, or no case.</exception>
    public static EvaluationTask AmongNegatives(InteractionLog train, IReadOnlyList<LeaveOneOutCase> cases, SplitPlan? plan = null)
    {
        if (train.Interactions.Count == 0)
            throw new InvalidValueException("train", "no interactions", "at least one interaction", "train must have at least one interaction");
        if (cases.Count == 0)
            throw new InvalidValueException("negatives", "no cases", "at least one case", "negatives must have at least one case");
        return new EvaluationTask(train, cases, plan);
    }

    /// <summary>Measures a model that was fitted on the train part.</summary>
    /// <param name="model">What ranks.</param>
    /// <param name="cutoffs">Lengths of the list, each in 1..1000.</param>
    /// <param name="options">How many threads; the result does not depend on it.</param>
    /// <param name="cancellationToken">Stops the ranking.</param>
    /// <exception cref="InvalidValueException">A cutoff is out of range.</exception>
    public RankingQuality Measure(
        IRecommenderModel model, IReadOnlyList<int> cutoffs, FitOptions? options = null, CancellationToken cancellationToken = default) =>
        _split is { } split
            ? EvaluationProtocol.Rank(model, split, cutoffs, options, cancellationToken) with
            {
                Ratings = model.PredictsRatings ? EvaluationProtocol.PredictRatings(model, split, options, cancellationToken) : null,
            }
            : EvaluationProtocol.RankAmongNegatives(
                model, model.PredictsRatings ? Log.ToRatings(Train.ItemCount) : _histories!, _cases, cutoffs, options, cancellationToken);

    /// <summary>Fits a model on the train part.</summary>
    public IRecommenderModel Fit(ModelPlan plan, FitOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan.Fit(plan.FitsRatings ? Rated : Train, options, cancellationToken);
    }

    private static string Described(SplitPlan? plan, string protocol) => plan is null ? protocol : $"{plan.Description} to find; {protocol}";

    private EvaluationShape ShapeOf(SplitPlan? plan, int test, int negatives) => new(plan, Train.UserCount, Train.ItemCount, Train.Count, test, negatives);
}
