using Perto.Numerics;

namespace Perto.Learning;

/// <summary>The fitting of <see cref="BiasedFactors"/>: a step for each rating.</summary>
internal sealed class RatingDescent
{
    private readonly InteractionMatrix _ratings;
    private readonly int[] _owners;
    private readonly FactorMatrix _users;
    private readonly FactorMatrix _items;
    private readonly float[] _userBiases;
    private readonly float[] _itemBiases;
    private readonly float[] _userBefore;
    private readonly float _mean;
    private readonly float _rate;
    private readonly float _decay;

    public RatingDescent(InteractionMatrix ratings, BiasedFactorsSettings settings)
    {
        _ratings = ratings;
        _owners = ratings.Owners();
        _users = new FactorMatrix("users", ratings.UserCount, settings.Dimensions);
        _items = new FactorMatrix("items", ratings.ItemCount, settings.Dimensions);
        double deviation = settings.InitialDeviation / Math.Sqrt(settings.Dimensions);
        _users.FillNormal(deviation, settings.Seed);
        _items.FillNormal(deviation, settings.Seed + 1);
        _userBiases = new float[ratings.UserCount];
        _itemBiases = new float[ratings.ItemCount];
        _userBefore = new float[settings.Dimensions];
        double sum = 0;
        foreach (float rating in ratings.AllWeights)
            sum += rating;
        _mean = (float)(sum / Math.Max(1, ratings.Count));
        _rate = (float)settings.LearningRate;
        _decay = (float)(1 - (settings.LearningRate * settings.Regularization));
    }

    /// <summary>Moves a user and an item towards a rating; returns the squared error before.</summary>
    public double Step(int at)
    {
        int user = _owners[at], item = _ratings.AllItems[at];
        Span<float> userFactor = _users.Row(user), itemFactor = _items.Row(item);
        float error = _ratings.AllWeights[at] - (_mean + _userBiases[user] + _itemBiases[item] + VectorKernels.Dot(userFactor, itemFactor));
        float step = _rate * error;
        _userBiases[user] = (_userBiases[user] * _decay) + step;
        _itemBiases[item] = (_itemBiases[item] * _decay) + step;
        userFactor.CopyTo(_userBefore);
        VectorKernels.Scale(_decay, userFactor);
        VectorKernels.Axpy(step, itemFactor, userFactor);
        VectorKernels.Scale(_decay, itemFactor);
        VectorKernels.Axpy(step, _userBefore, itemFactor);
        return (double)error * error;
    }

    /// <summary>Rows of 1 and the item's factor, and the mean with the item's bias. Items that nobody rated have no factor.</summary>
    public (float[] Items, float[] Baselines) Finish()
    {
        int dimensions = _userBefore.Length;
        bool[] rated = new bool[_items.Count];
        foreach (int item in _ratings.AllItems)
            rated[item] = true;
        float[] items = new float[checked(_items.Count * (dimensions + 1))];
        float[] baselines = new float[_items.Count];
        for (int item = 0; item < _items.Count; item++)
        {
            Span<float> row = items.AsSpan(item * (dimensions + 1), dimensions + 1);
            row[0] = 1;
            if (rated[item])
                _items.Row(item).CopyTo(row[1..]);
            baselines[item] = _mean + _itemBiases[item];
        }

        return (items, baselines);
    }
}
