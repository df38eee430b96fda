using Perto.Learning;
using Perto.Numerics;

namespace Perto.Benchmarks.Learning;

/// <summary>
/// A seeded stand-in for the positives (4 stars and more) of MovieLens-20M, scaled in proportion: 137 users and 21 items for
/// 10,000 positives, so that the mean degrees are those of the original (73 per user, 480 per item). Degrees of users are
/// log-normal, popularity of items falls like a shifted power of the rank.
/// </summary>
internal static class SyntheticCatalogue
{
    private const double UsersPerPositive = 0.0137;
    private const double ItemsPerPositive = 0.0021;
    private const double DegreeDeviation = 1.1;
    private const double PopularityShift = 0.02;
    private const double PopularityExponent = 1.5;

    /// <summary>Draws about <paramref name="positives"/> interactions of weight 1.</summary>
    public static InteractionMatrix Of(int positives, long seed)
    {
        int users = (int)(positives * UsersPerPositive);
        int items = (int)(positives * ItemsPerPositive);
        double mean = (double)positives / users;
        double[] cumulative = CumulativePopularity(items);
        SeededRandom random = new(seed);
        List<Interaction> interactions = new(positives);
        HashSet<int> seen = [];
        for (int user = 0; user < users; user++)
        {
            double degree = mean * Math.Exp((DegreeDeviation * random.Normal()) - (DegreeDeviation * DegreeDeviation / 2));
            int count = Math.Clamp((int)Math.Round(degree), 1, items / 4);
            seen.Clear();
            while (seen.Count < count)
            {
                int at = Array.BinarySearch(cumulative, random.NextDouble() * cumulative[^1]);
                int item = Math.Min(at < 0 ? ~at : at, items - 1);
                if (seen.Add(item))
                    interactions.Add(new Interaction(user, item));
            }
        }

        return InteractionMatrix.From(users, items, interactions.ToArray());
    }

    private static double[] CumulativePopularity(int items)
    {
        double[] cumulative = new double[items];
        double sum = 0;
        for (int item = 0; item < items; item++)
        {
            sum += Math.Pow(PopularityShift + ((item + 1.0) / items), -PopularityExponent);
            cumulative[item] = sum;
        }

        return cumulative;
    }
}
