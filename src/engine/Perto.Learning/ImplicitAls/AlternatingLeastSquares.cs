using System.Runtime.ExceptionServices;
using Perto.Numerics;

namespace Perto.Learning;

/// <summary>The fitting of <see cref="ImplicitAls"/>: solves all users for fixed items, then all items for fixed users.</summary>
internal sealed class AlternatingLeastSquares
{
    private const int RowsOfTask = 32;

    private readonly InteractionMatrix _byUser;
    private readonly InteractionMatrix _byItem;
    private readonly ImplicitAlsSettings _settings;
    private readonly ParallelOptions _parallel;
    private readonly FactorMatrix _users;
    private readonly FactorMatrix _items;

    public AlternatingLeastSquares(InteractionMatrix interactions, ImplicitAlsSettings settings, ParallelOptions parallel)
    {
        _byUser = interactions;
        _byItem = interactions.Transpose();
        _settings = settings;
        _parallel = parallel;
        _users = new FactorMatrix("users", interactions.UserCount, settings.Dimensions);
        _items = new FactorMatrix("items", interactions.ItemCount, settings.Dimensions);
        _items.FillNormal(settings.InitialDeviation / Math.Sqrt(settings.Dimensions), settings.Seed);
    }

    /// <summary>One epoch: both half-steps.</summary>
    public void Step()
    {
        Solve(_byUser, _items, _users);
        Solve(_byItem, _users, _items);
    }

    /// <summary>Rotates the items for the last time and hands them over with their eigenvalues.</summary>
    public (float[] Items, float[] Eigenvalues) Finish()
    {
        float[] eigenvalues = _items.RotateToPrincipalAxes(_parallel);
        return (_items.Values, eigenvalues);
    }

    /// <summary>
    /// The objective: sum over interactions of w (1 - s)^2, plus alpha_0 times the sum of s^2 over all pairs, plus both
    /// regularisers. The sum over all pairs is the inner product of the two Gram matrices.
    /// </summary>
    public double Loss()
    {
        int dimensions = _settings.Dimensions;
        float[] userGram = GramMatrix.Of(_users.Values, _users.Count, dimensions, _parallel);
        float[] itemGram = GramMatrix.Of(_items.Values, _items.Count, dimensions, _parallel);
        double allPairs = 0;
        for (int i = 0; i < userGram.Length; i++)
            allPairs += (double)userGram[i] * itemGram[i];

        double[] userLosses = new double[_users.Count];
        Parallel.For(0, _users.Count, _parallel, user =>
        {
            ReadOnlySpan<int> items = _byUser.Items(user);
            ReadOnlySpan<float> weights = _byUser.Weights(user);
            Span<float> vector = _users.Row(user);
            double loss = Penalty(_byUser, user, _items.Count, vector);
            for (int i = 0; i < items.Length; i++)
            {
                double miss = 1 - VectorKernels.Dot(vector, _items.Row(items[i]));
                loss += weights[i] * miss * miss;
            }

            userLosses[user] = loss;
        });

        double sum = _settings.UnobservedWeight * allPairs;
        foreach (double loss in userLosses)
            sum += loss;
        for (int item = 0; item < _items.Count; item++)
            sum += Penalty(_byItem, item, _users.Count, _items.Row(item));
        return sum;
    }

    private double Penalty(InteractionMatrix rows, int row, int others, ReadOnlySpan<float> vector) =>
        _settings.RegularizationOf(rows.Degree(row), others) * (double)VectorKernels.Dot(vector, vector);

    private void Solve(InteractionMatrix rows, FactorMatrix known, FactorMatrix unknown)
    {
        float[] eigenvalues = known.RotateToPrincipalAxes(_parallel, _settings.ConjugateGradientSteps > 0 ? unknown : null);
        VectorKernels.Scale((float)_settings.UnobservedWeight, eigenvalues);
        int tasks = (rows.UserCount + RowsOfTask - 1) / RowsOfTask;
        try
        {
            Parallel.For(
                0,
                tasks,
                _parallel,
                () => new RowSolver(_settings.Dimensions, int.MaxValue),
                (task, _, solver) =>
                {
                    SolveRows(task, solver, rows, known, eigenvalues, unknown);
                    return solver;
                },
                _ => { });
        }
        catch (AggregateException failures) when (failures.InnerExceptions is [NotPositiveDefiniteException first, ..])
        {
            ExceptionDispatchInfo.Throw(first);
        }
    }

    private void SolveRows(int task, RowSolver solver, InteractionMatrix rows, FactorMatrix known, float[] eigenvalues, FactorMatrix unknown)
    {
        int end = Math.Min((task + 1) * RowsOfTask, rows.UserCount);
        for (int row = task * RowsOfTask; row < end; row++)
        {
            float regularization = _settings.RegularizationOf(rows.Degree(row), known.Count);
            if (rows.Degree(row) > RowSolver.ShortRow(_settings.ConjugateGradientSteps))
                solver.Improve(rows.Items(row), rows.Weights(row), known.Values, eigenvalues, regularization, _settings.ConjugateGradientSteps, unknown.Row(row));
            else
                solver.Solve(rows.Items(row), rows.Weights(row), known.Values, eigenvalues, regularization, unknown.Row(row));
        }
    }
}
