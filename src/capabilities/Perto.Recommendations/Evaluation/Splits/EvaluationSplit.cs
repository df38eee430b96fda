using Perto.Learning;
using Perto.Platform;

namespace Perto.Recommendations;

/// <summary>What to fit on, what users are scored by, what to leave out of the ranking, and what to find.</summary>
public sealed class EvaluationSplit
{
    private readonly Lazy<InteractionMatrix> _ratings;

    private EvaluationSplit(InteractionLog train, InteractionLog? histories, InteractionLog? exclude, InteractionLog test)
    {
        int itemCount = train.Interactions.Max(logged => logged.Item) + 1;
        Histories = (histories ?? train).ToMatrix(itemCount);
        Train = (histories is null ? Histories : train.ToMatrix(itemCount)).OfActiveUsers();
        _ratings = new Lazy<InteractionMatrix>(() => (histories ?? train).ToRatings(itemCount));
        Exclude = exclude?.ToMatrix(itemCount);
        HashSet<int>[] wanted = new HashSet<int>[train.Users.Count];
        for (int user = 0; user < wanted.Length; user++)
            wanted[user] = [];
        foreach (LoggedInteraction logged in test.Interactions)
            wanted[logged.User].Add(logged.Item);
        Test = wanted;
        Rated = [.. test.Interactions.Where(logged => logged.Item < itemCount)];
    }

    /// <summary>The interactions to fit on, of the users who have any. Its items, and only they, are ranked.</summary>
    public InteractionMatrix Train { get; }

    /// <summary>What each user of the log is scored by, and never recommended: the train part itself, or what is known of users whom it does not have.</summary>
    public InteractionMatrix Histories { get; }

    /// <summary>The same as <see cref="Histories"/> with ratings as weights, for models that predict them.</summary>
    /// <exception cref="InvalidValueException">A rating is not positive.</exception>
    public InteractionMatrix RatedHistories => _ratings.Value;

    /// <summary>Further items not to rank for a user, such as those of a validation part; the same users and items as the histories.</summary>
    public InteractionMatrix? Exclude { get; }

    /// <summary>
    /// The items to find, for each user. An item that is not in the train part has a number outside it: it can never be
    /// found, but it counts where a metric divides by the number of items to find.
    /// </summary>
    public IReadOnlyList<IReadOnlySet<int>> Test { get; }

    /// <summary>The interactions to find whose items the train part has, with their ratings.</summary>
    public IReadOnlyList<LoggedInteraction> Rated { get; }

    /// <summary>Puts a split together.</summary>
    /// <param name="train">Read first of all, so that its items have the lowest numbers.</param>
    /// <param name="test">Shares its indexes with <paramref name="train"/>.</param>
    /// <param name="exclude">Shares them too; or nothing.</param>
    /// <param name="histories">What users are scored by where it is not the train part; shares the indexes too.</param>
    /// <exception cref="InvalidValueException">A part is empty, or an index is not shared.</exception>
    public static EvaluationSplit From(InteractionLog train, InteractionLog test, InteractionLog? exclude = null, InteractionLog? histories = null)
    {
        Require(train.Interactions.Count > 0, "train", "it has no interactions", "at least one interaction");
        Require(test.Interactions.Count > 0, "test", "it has no interactions", "at least one interaction");
        foreach ((string name, InteractionLog? part) in new[] { ("test", test), ("exclude", exclude), ("histories", histories) })
        {
            Require(
                part is null || (ReferenceEquals(part.Users, train.Users) && ReferenceEquals(part.Items, train.Items)),
                name,
                "it has indexes of its own",
                "the users and items of train");
        }

        return new EvaluationSplit(train, histories, exclude, test);
    }

    private static void Require(bool accepted, string field, string given, string allowed)
    {
        if (!accepted)
            throw new InvalidValueException(field, given, allowed, $"{field} must have {allowed}; {given}");
    }
}
