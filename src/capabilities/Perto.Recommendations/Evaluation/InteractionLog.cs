using Perto.Learning;
using Perto.Platform;

namespace Perto.Recommendations;

/// <summary>
/// Interactions as they were read, in the order of the file. Several logs that belong together (train, valid, test) share
/// their two indexes; read the one to train on first, so that its items have the lowest numbers.
/// </summary>
public sealed class InteractionLog
{
    /// <summary>An empty log with indexes of its own.</summary>
    public InteractionLog()
        : this(new IdIndex(), new IdIndex())
    {
    }

    /// <summary>An empty log that shares its indexes with others.</summary>
    public InteractionLog(IdIndex users, IdIndex items)
    {
        Users = users;
        Items = items;
    }

    /// <summary>The users' numbers.</summary>
    public IdIndex Users { get; }

    /// <summary>The items' numbers.</summary>
    public IdIndex Items { get; }

    /// <summary>The interactions.</summary>
    public List<LoggedInteraction> Interactions { get; } = [];

    /// <summary>
    /// The interactions as positives of weight 1, one for each pair, over all users and the first
    /// <paramref name="itemCount"/> items; later items are left out.
    /// </summary>
    public InteractionMatrix ToMatrix(int itemCount) => ToMatrix(itemCount, static _ => 1);

    /// <summary>The same with the ratings as weights; of several ratings of a pair the highest.</summary>
    /// <exception cref="InvalidValueException">A rating is not positive.</exception>
    public InteractionMatrix ToRatings(int itemCount) => ToMatrix(itemCount, static logged => logged.Rating is > 0 and <= float.MaxValue
        ? (float)logged.Rating
        : throw new InvalidValueException("rating", logged.Rating, "positive", FormattableString.Invariant($"a model of ratings needs positive ones; got {logged.Rating}")));

    private InteractionMatrix ToMatrix(int itemCount, Func<LoggedInteraction, float> weight)
    {
        Interaction[] interactions =
        [
            .. Interactions.Where(logged => logged.Item < itemCount).Select(logged => new Interaction(logged.User, logged.Item, weight(logged))),
        ];
        return InteractionMatrix.From(Users.Count, itemCount, interactions);
    }
}
