using System.Text.Json;
using System.Text.Json.Serialization;
using Perto.Learning;
using Perto.Platform;
using Perto.Targeting;

namespace Perto.Cli;

/// <summary>
/// An experiment by its sums, as a database gives them: <c>{"metrics": [{"name": "revenue", "kind": "mean", "arms": {"control": {"n": 3407, "sum": 1396.87, "sum_squares": 52377.9}, ...}}]}</c>.
/// </summary>
/// <param name="Metrics">One or more, each with the same arms.</param>
internal sealed record StatisticsFile(IReadOnlyList<StatisticsFile.Metric> Metrics)
{
    // Sums that a database rounded may be a little short of what is possible.
    private const double Rounding = 1e-9;

    // As the server: what is not known would be lost in silence.
    private static readonly JsonSerializerOptions Strict = new(PertoJson.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
    };

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidValueException">It is none of what it should be; names the place and the rule.</exception>
    public static async Task<ExperimentData> ReadAsync(FileInfo file, ChosenArms chosen, CancellationToken cancellationToken)
    {
        await using FileStream stream = file.OpenRead();
        StatisticsFile read;
        try
        {
            read = await JsonSerializer.DeserializeAsync<StatisticsFile>(stream, Strict, cancellationToken) ?? throw new JsonException("null");
        }
        catch (JsonException wrong)
        {
            string place = wrong.LineNumber is { } line ? $"{file.Name}, line {line + 1}" : file.Name;
            throw new InvalidValueException(place, given: null, "JSON as docs/statistics.md shows it", $"{place} cannot be read: {wrong.Message}");
        }
        return read.ToData(file.Name, chosen);
    }

    private ExperimentData ToData(string file, ChosenArms chosen)
    {
        if (Metrics.Count == 0)
            throw Refused(file, "metrics", "none", "one and more");
        string[] names = [.. Metrics[0].Arms.Keys];
        string[] arms = [.. chosen.OrderOf(names, file).Select(arm => names[arm])];
        var measured = new List<MeasuredMetric>();
        foreach (Metric metric in Metrics)
        {
            if (measured.Exists(before => before.Name == metric.Name))
                throw Refused(file, "metrics", metric.Name, "given once for each name");
            if (!metric.Arms.Keys.ToHashSet(StringComparer.Ordinal).SetEquals(names))
                throw Refused(file, $"{metric.Name}.arms", string.Join(", ", metric.Arms.Keys), $"the same in all metrics ({string.Join(", ", names)})");
            // The check of the sample ratio is of the experiment, and so are its units.
            if (arms.FirstOrDefault(arm => metric.Arms[arm].N != Metrics[0].Arms[arm].N) is { } other)
                throw Refused(file, $"{metric.Name}.arms.{other}.n", $"{metric.Arms[other].N}", $"the {Metrics[0].Arms[other].N} units that the arm has in {Metrics[0].Name}: a unit without a value counts as 0");
            ArmStatistic[] statistics = [.. arms.Select(arm => StatisticOf(metric, metric.Arms[arm], file, $"{metric.Name}.arms.{arm}"))];
            if (statistics.Any(statistic => statistic.Adjusted != statistics[0].Adjusted))
                throw Refused(file, $"{metric.Name}.arms", "some", "all with sums of the covariate, or none");
            measured.Add(new MeasuredMetric(metric.Name, statistics, new long[arms.Length]));
        }
        return new ExperimentData(arms, [.. measured[0].Arms.Select(arm => arm.Units)], measured, [], 0, 0);
    }

    private static ArmStatistic StatisticOf(Metric metric, Arm arm, string file, string place)
    {
        if (arm.N < 0)
            throw Refused(file, $"{place}.n", $"{arm.N}", "0 and up");
        double Needed(double? value, string name) => value ?? throw Refused(file, $"{place}.{name}", "nothing", $"there, as the metric is a {metric.Kind.ToString().ToLowerInvariant()}");
        void Possible(double sum, double squares, string name)
        {
            if (arm.N > 0 && squares * arm.N < sum * sum * (1 - Rounding))
                throw Refused(file, $"{place}.{name}", $"{squares}", $"at least {sum * sum / arm.N}, the sum squared by n");
        }
        // Cauchy and Schwarz: no correlation is beyond 1.
        void Together(double product, double sum, double squares, double other, double otherSquares, string name)
        {
            if (arm.N == 0)
                return;
            double most = Math.Sqrt(Math.Max(0, squares - (sum * sum / arm.N)) * Math.Max(0, otherSquares - (other * other / arm.N)));
            double middle = sum * other / arm.N;
            double allowance = Rounding * Math.Sqrt(squares * otherSquares);
            if (!(Math.Abs(product - middle) <= most + allowance))
                throw Refused(file, $"{place}.{name}", $"{product}", $"from {middle - most} to {middle + most}, as the sums and squares of both allow");
        }
        if (metric.Kind == MetricKind.Proportion && !(arm.Sum >= 0 && arm.Sum <= arm.N))
            throw Refused(file, $"{place}.sum", $"{arm.Sum}", $"0 to n, which is {arm.N}");
        double sumSquares = metric.Kind == MetricKind.Proportion ? arm.Sum : Needed(arm.SumSquares, "sum_squares");
        Possible(arm.Sum, sumSquares, "sum_squares");
        if (metric.Kind == MetricKind.Ratio)
        {
            if (arm.CovariateSum is not null)
                throw Refused(file, $"{place}.covariate_sum", $"{arm.CovariateSum}", "absent: the covariate of a ratio is read from rows only");
            double denominator = Needed(arm.DenominatorSum, "denominator_sum");
            double denominatorSquares = Needed(arm.DenominatorSumSquares, "denominator_sum_squares");
            Possible(denominator, denominatorSquares, "denominator_sum_squares");
            double products = Needed(arm.DenominatorProduct, "denominator_product");
            Together(products, arm.Sum, sumSquares, denominator, denominatorSquares, "denominator_product");
            return ArmStatistic.Ratio(arm.N, arm.Sum, sumSquares, denominator, denominatorSquares, products);
        }
        if (arm.CovariateSum is not { } covariate)
            return new ArmStatistic(metric.Kind, SampleMoments.FromSums(arm.N, arm.Sum, sumSquares));
        double covariateSquares = Needed(arm.CovariateSumSquares, "covariate_sum_squares");
        double product = Needed(arm.CovariateProduct, "covariate_product");
        Possible(covariate, covariateSquares, "covariate_sum_squares");
        Together(product, arm.Sum, sumSquares, covariate, covariateSquares, "covariate_product");
        return new ArmStatistic(
            metric.Kind, SampleMoments.FromSums(arm.N, [arm.Sum, covariate], [sumSquares, product, product, covariateSquares]), Adjusted: true);
    }

    private static InvalidValueException Refused(string file, string place, string given, string rule) =>
        new(place, given, rule, $"{file}: {place} must be {rule}; got '{given}'");

    /// <summary>A metric.</summary>
    /// <param name="Name">Of the metric.</param>
    /// <param name="Kind">What it is.</param>
    /// <param name="Arms">Its sums by the name of the arm.</param>
    internal sealed record Metric(string Name, MetricKind Kind, IReadOnlyDictionary<string, Arm> Arms);

    /// <summary>The sums of an arm over its units.</summary>
    internal sealed record Arm
    {
        /// <summary>Units.</summary>
        public required long N { get; init; }

        /// <summary>Of the metric, of a ratio that of its numerators, of a proportion the successes.</summary>
        public required double Sum { get; init; }

        public double? SumSquares { get; init; }

        public double? DenominatorSum { get; init; }

        public double? DenominatorSumSquares { get; init; }

        /// <summary>Of numerator x denominator.</summary>
        public double? DenominatorProduct { get; init; }

        public double? CovariateSum { get; init; }

        public double? CovariateSumSquares { get; init; }

        /// <summary>Of metric x covariate.</summary>
        public double? CovariateProduct { get; init; }
    }
}
