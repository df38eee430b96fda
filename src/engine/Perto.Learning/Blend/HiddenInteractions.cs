using Perto.Numerics;

namespace Perto.Learning;

/// <summary>An inner split of a matrix: a random part of each user's items is hidden, to be found again.</summary>
/// <param name="Known">What is left.</param>
/// <param name="Hidden">The hidden items of each user.</param>
public sealed record HiddenInteractions(InteractionMatrix Known, IReadOnlyList<IReadOnlySet<int>> Hidden)
{
    /// <summary>Hides a part of the items of each user who has at least two; one is always left.</summary>
    /// <param name="interactions">All of them.</param>
    /// <param name="share">The part to hide, above 0 and below 1; rounded half to even, at least one item.</param>
    /// <param name="seed">Draws it.</param>
    /// <exception cref="SettingOutOfRangeException">The share is out of range.</exception>
    public static HiddenInteractions Of(InteractionMatrix interactions, double share, long seed)
    {
        SettingOutOfRangeException.ThrowUnless(share is > 0 and < 1, nameof(share), share, "above 0 and below 1");
        HashSet<int>[] hidden = new HashSet<int>[interactions.UserCount];
        List<Interaction> known = [];
        for (int user = 0; user < hidden.Length; user++)
        {
            int[] items = interactions.Items(user).ToArray();
            int count = items.Length < 2 ? 0 : Math.Clamp((int)Math.Round(share * items.Length, MidpointRounding.ToEven), 1, items.Length - 1);
            SeededRandom.ForStream(seed, user).Shuffle<int>(items);
            hidden[user] = [.. items.AsSpan(0, count)];
            for (int i = 0; i < interactions.Degree(user); i++)
            {
                int item = interactions.Items(user)[i];
                if (!hidden[user].Contains(item))
                    known.Add(new Interaction(user, item, interactions.Weights(user)[i]));
            }
        }

        return new HiddenInteractions(InteractionMatrix.From(interactions.UserCount, interactions.ItemCount, [.. known]), hidden);
    }
}
