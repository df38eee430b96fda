using System.Globalization;
using Perto.Learning;
using Perto.Numerics;
using Perto.Platform;

namespace Perto.Recommendations;

/// <summary>
/// Chooses a model's parameters on an inner split or a validation part. First at random over the documented ranges, which finds the good
/// region as well as a grid does (Bergstra and Bengio 2012), then around the best, closer and closer.
/// </summary>
public sealed class ModelTuning
{
    private const int MostTrials = 1_000;

    /// <param name="trials">How many sets of parameters to try, in 1..1000; the defaults are the first.</param>
    /// <param name="seed">Draws them.</param>
    /// <exception cref="InvalidValueException">A value is out of range.</exception>
    public ModelTuning(int trials, uint seed)
    {
        if (trials is < 1 or > MostTrials)
            throw InvalidValueException.OutOfRange("tune", trials, 1, MostTrials);
        Trials = trials;
        Seed = seed;
    }

    /// <summary>How many sets of parameters are tried.</summary>
    public int Trials { get; }

    /// <summary>What draws them.</summary>
    public uint Seed { get; }

    /// <summary>Tries sets of parameters.</summary>
    /// <param name="model">One of <see cref="ModelFactory.Names"/>.</param>
    /// <param name="given">Parameters that are not searched.</param>
    /// <param name="inner">What to choose on.</param>
    /// <param name="metric">The metric to choose by.</param>
    /// <param name="k">Its cutoff.</param>
    /// <param name="options">Threads of each fit.</param>
    /// <param name="progress">Told after each trial.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <returns>What was tried; parameters with which the fit diverged are left out.</returns>
    /// <exception cref="ArithmeticException">It diverged with all of them.</exception>
    public TuningResult Run(
        string model,
        IReadOnlyDictionary<string, string> given,
        EvaluationTask inner,
        string metric,
        int k,
        FitOptions? options = null,
        IProgress<TuningTrial>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inner);
        SearchRange[] ranges = [.. ModelFactory.Ranges(model).Where(range => !given.ContainsKey(range.Name))];
        SeededRandom random = new(Seed);
        List<TuningTrial> trials = [];
        HashSet<string> tried = new(StringComparer.Ordinal);
        int wide = (Trials + 1) / 2;
        ArithmeticException? failure = null;
        for (int trial = 0; trial < Trials; trial++)
        {
            Dictionary<string, string> parameters = new(given, StringComparer.Ordinal);
            if (trial > 0)
            {
                // All its values: those that were not given are the defaults, which may lead.
                IReadOnlyDictionary<string, string>? best = trials.Count == 0 ? null : ModelFactory.Plan(model, trials.MaxBy(done => done.Value)!.Parameters).Parameters;
                double part = 0.25 * (Trials - trial) / Math.Max(1, Trials - wide);
                foreach (SearchRange range in ranges)
                {
                    parameters[range.Name] = trial < wide || best is null ? range.Draw(random) : range.Near(best[range.Name], part, random);
                }
            }

            if (!tried.Add(string.Join(' ', parameters.OrderBy(pair => pair.Key, StringComparer.Ordinal))))
                continue;
            try
            {
                IRecommenderModel fitted = inner.Fit(ModelFactory.Plan(model, parameters), options, cancellationToken);
                trials.Add(new TuningTrial(parameters, inner.Measure(fitted, [k], options, cancellationToken).Metric(metric, k).Value));
                progress?.Report(trials[^1]);
            }
            catch (ArithmeticException diverged)
            {
                failure = diverged;
            }
        }

        if (trials.Count == 0)
            throw failure!;

        return new TuningResult(
            model,
            string.Create(CultureInfo.InvariantCulture, $"{metric}@{k}"),
            inner.Protocol,
            [.. ranges.Select(range => range.ToString())],
            [.. trials.OrderByDescending(trial => trial.Value)]);
    }
}
