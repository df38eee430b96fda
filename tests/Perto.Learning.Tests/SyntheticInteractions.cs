using Perto.Numerics;

namespace Perto.Learning.Tests;

/// <summary>Small seeded data with structure: users and items belong to groups, and popularity is skewed.</summary>
internal static class SyntheticInteractions
{
    public static InteractionMatrix Of(int users, int items, int perUser, long seed, bool weighted = false)
    {
        SeededRandom random = new(seed);
        List<Interaction> interactions = [];
        for (int user = 0; user < users; user++)
        {
            for (int i = 0; i < perUser; i++)
            {
                double skewed = random.NextDouble() * random.NextDouble();
                int item = (int)(skewed * items);
                if (item % 4 == user % 4 || random.NextDouble() < 0.2)
                    interactions.Add(new Interaction(user, item, weighted ? 0.5f + (2 * random.NextSingle()) : 1));
            }
        }

        return InteractionMatrix.From(users, items, [.. interactions]);
    }

    /// <summary>The dense matrix, in double precision.</summary>
    public static double[,] Dense(InteractionMatrix matrix)
    {
        double[,] dense = new double[matrix.UserCount, matrix.ItemCount];
        for (int user = 0; user < matrix.UserCount; user++)
        {
            for (int i = 0; i < matrix.Degree(user); i++)
                dense[user, matrix.Items(user)[i]] = matrix.Weights(user)[i];
        }

        return dense;
    }
}
