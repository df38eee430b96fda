namespace Perto.Learning;

/// <summary>The lambdas of one query, with the memory for it.</summary>
internal sealed class LambdaRankQuery(LambdaRankObjective objective, double[] gains, double[] discounts, int largest)
{
    private readonly int[] _order = new int[largest];
    private readonly double[] _keys = new double[largest];
    private readonly double[] _lambdas = new double[largest];
    private readonly double[] _hessians = new double[largest];

    /// <param name="scores">Of the query's rows.</param>
    /// <param name="labels">Their grades.</param>
    /// <param name="inverseIdeal">1 / the DCG of the best order, or 0 where nothing is relevant.</param>
    /// <param name="gradients">Receives a pair for each row.</param>
    public void Compute(ReadOnlySpan<double> scores, ReadOnlySpan<float> labels, double inverseIdeal, Span<GradientPair> gradients)
    {
        int count = scores.Length;
        Span<double> lambdas = _lambdas.AsSpan(0, count);
        Span<double> hessians = _hessians.AsSpan(0, count);
        lambdas.Clear();
        hessians.Clear();
        double sum = inverseIdeal > 0 && count > 1 ? AddPairs(scores, labels, inverseIdeal, lambdas, hessians) : 0;
        double factor = objective.Normalize && sum > 0 ? Math.Log2(1 + sum) / sum : 1;
        for (int row = 0; row < count; row++)
            gradients[row] = new GradientPair((float)(lambdas[row] * factor), (float)(hessians[row] * factor));
    }

    /// <summary>Adds up the pushes of all pairs and returns the sum of their sizes.</summary>
    private double AddPairs(ReadOnlySpan<double> scores, ReadOnlySpan<float> labels, double inverseIdeal, Span<double> lambdas, Span<double> hessians)
    {
        ReadOnlySpan<int> order = Order(scores);
        bool divides = objective.Normalize && scores[order[0]] != scores[order[^1]];
        double sigmoid = objective.Sigmoid;
        double sum = 0;
        for (int first = 0; first < Math.Min(order.Length - 1, objective.Truncation); first++)
        {
            for (int second = first + 1; second < order.Length; second++)
            {
                int high = order[first];
                int low = order[second];
                if (labels[high] == labels[low])
                    continue;
                if (labels[high] < labels[low])
                    (high, low) = (low, high);
                double difference = scores[high] - scores[low];
                double change = (gains[(int)labels[high]] - gains[(int)labels[low]]) * (discounts[first] - discounts[second]) * inverseIdeal;
                if (divides)
                    change /= 0.01 + Math.Abs(difference);
                double wrong = 1 / (1 + Math.Exp(sigmoid * difference));
                double push = sigmoid * change * wrong;
                double hessian = sigmoid * sigmoid * change * wrong * (1 - wrong);
                lambdas[high] -= push;
                lambdas[low] += push;
                hessians[high] += hessian;
                hessians[low] += hessian;
                sum += 2 * push;
            }
        }

        return sum;
    }

    /// <summary>The rows by score, best first; equal scores in the order of the rows.</summary>
    private ReadOnlySpan<int> Order(ReadOnlySpan<double> scores)
    {
        Span<int> order = _order.AsSpan(0, scores.Length);
        Span<double> keys = _keys.AsSpan(0, scores.Length);
        Ndcg.Order(scores, keys, order);
        return order;
    }
}
