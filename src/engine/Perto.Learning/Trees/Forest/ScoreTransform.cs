using System.Globalization;

namespace Perto.Learning;

/// <summary>
/// How a score becomes a prediction: what the objective, as it is written in model files, says about it.
/// </summary>
public sealed class ScoreTransform
{
    private static readonly string[] AsTheyAre =
        ["regression", "regression_l2", "regression_l1", "huber", "fair", "quantile", "mape", "lambdarank", "rank_xendcg", "none", "custom"];

    private static readonly string[] Exponential = ["poisson", "gamma", "tweedie"];

    private readonly Func<double, double> _apply;

    private ScoreTransform(string objective, Func<double, double> apply)
    {
        Objective = objective;
        _apply = apply;
    }

    /// <summary>The objective with its parameters: <c>binary sigmoid:1</c>.</summary>
    public string Objective { get; }

    /// <summary>The prediction of a score.</summary>
    public double Apply(double score) => _apply(score);

    /// <summary>What an objective's text says; null where it is unknown or has several classes.</summary>
    public static ScoreTransform? Of(string objective)
    {
        string[] words = objective.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0)
            return new ScoreTransform(objective, static score => score);
        if (words[0] == "binary")
        {
            return Parameter(words, "sigmoid", 1) is { } steepness and > 0 and < double.PositiveInfinity
                ? new ScoreTransform(objective, score => 1 / (1 + Math.Exp(-steepness * score)))
                : null;
        }

        if (words[0] is "cross_entropy" or "xentropy")
            return new ScoreTransform(objective, static score => 1 / (1 + Math.Exp(-score)));
        if (words[0] is "cross_entropy_lambda" or "xentlambda")
            return new ScoreTransform(objective, static score => Math.Max(score, 0) + LogOfOneAnd(Math.Exp(-Math.Abs(score))));
        if (words[0].StartsWith("regression", StringComparison.Ordinal) && words.Contains("sqrt"))
            return new ScoreTransform(objective, static score => score * Math.Abs(score));
        if (AsTheyAre.Contains(words[0]))
            return new ScoreTransform(objective, static score => score);
        return Exponential.Contains(words[0]) ? new ScoreTransform(objective, Math.Exp) : null;
    }

    // log(1 + x) = 2 artanh(x / (2 + x)), which keeps a small x.
    private static double LogOfOneAnd(double x) => 2 * Math.Atanh(x / (2 + x));

    private static double? Parameter(string[] words, string name, double fallback)
    {
        foreach (string word in words)
        {
            if (!word.StartsWith(name + ':', StringComparison.Ordinal))
                continue;
            return double.TryParse(word.AsSpan(name.Length + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : null;
        }

        return fallback;
    }
}
