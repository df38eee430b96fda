namespace Perto.Learning;

/// <summary>
/// What the places at which rows were shown added to their chance of a good label. Scores are compared as seen, score + bias of the
/// position; after each tree a Newton step moves the biases along the same lambdas (as LightGBM's lambdarank does; the model is additive,
/// as in Wang et al., "Position Bias Estimation for Unbiased Learning to Rank in Personal Search", 2018, is multiplicative).
/// </summary>
internal sealed class PositionBias
{
    // Keeps a step finite for positions that hardly occur.
    private const double LeastHessian = 0.001;

    private readonly int[] _positions;
    private readonly double _regularization;
    private readonly double _learningRate;
    private readonly double[] _biases;
    private readonly double[] _gradients;
    private readonly double[] _hessians;
    private readonly int[] _counts;

    public PositionBias(int[] positions, double regularization, double learningRate)
    {
        _positions = positions;
        _regularization = regularization;
        _learningRate = learningRate;
        int size = positions.Max() + 1;
        _biases = new double[size];
        _gradients = new double[size];
        _hessians = new double[size];
        _counts = new int[size];
        foreach (int position in positions)
            _counts[position]++;
    }

    /// <summary>By position, as scores are: the difference of two is the logarithm of the ratio of the odds that a good row has of its label at each.</summary>
    public IReadOnlyList<double> Biases => _biases;

    public void Adjust(ReadOnlySpan<double> scores, Span<double> adjusted)
    {
        for (int row = 0; row < scores.Length; row++)
            adjusted[row] = scores[row] + _biases[_positions[row]];
    }

    public void Learn(ReadOnlySpan<GradientPair> gradients)
    {
        Array.Clear(_gradients);
        Array.Clear(_hessians);
        for (int row = 0; row < gradients.Length; row++)
        {
            _gradients[_positions[row]] += gradients[row].Gradient;
            _hessians[_positions[row]] += gradients[row].Hessian;
        }

        for (int position = 0; position < _biases.Length; position++)
        {
            double penalty = _regularization * _counts[position];
            double gradient = _gradients[position] + (penalty * _biases[position]);
            _biases[position] -= _learningRate * gradient / (_hessians[position] + penalty + LeastHessian);
        }
    }
}
