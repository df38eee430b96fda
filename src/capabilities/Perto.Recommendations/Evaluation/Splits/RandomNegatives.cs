using Perto.Numerics;
using Perto.Platform;

namespace Perto.Recommendations;

/// <summary>
/// Draws the items that a positive is ranked among, once for all models: drawn anew for each model, they would make figures that cannot be
/// compared.
/// </summary>
internal static class RandomNegatives
{
    public static IReadOnlyList<LeaveOneOutCase> Draw(InteractionLog train, InteractionLog test, int count, uint seed)
    {
        int itemCount = train.Interactions.Max(logged => logged.Item) + 1;
        ILookup<int, int> had = train.Interactions.Concat(test.Interactions).ToLookup(logged => logged.User, logged => logged.Item);
        List<LeaveOneOutCase> cases = [];
        foreach (LoggedInteraction positive in test.Interactions)
        {
            HashSet<int> taken = [.. had[positive.User]];
            int possible = itemCount - taken.Count(item => item < itemCount);
            if (possible < count)
            {
                throw new InvalidValueException(
                    "negatives", count, $"at most {possible}", $"negatives must be at most the {possible} items that user '{train.Users[positive.User]}' never had; got {count}");
            }

            SeededRandom random = SeededRandom.ForStream(seed, positive.User);
            int[] negatives = new int[count];
            for (int i = 0; i < count;)
            {
                int item = random.Next(itemCount);
                if (taken.Add(item))
                    negatives[i++] = item;
            }

            cases.Add(new LeaveOneOutCase(positive.User, positive.Item, negatives));
        }

        return cases;
    }
}
