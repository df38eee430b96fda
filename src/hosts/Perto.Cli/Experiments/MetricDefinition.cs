using Perto.Learning;
using Perto.Platform;

namespace Perto.Cli;

/// <summary>A metric of an experiment, and the columns that it is read from.</summary>
/// <param name="Name">As it was written: <c>revenue</c>, <c>clicks/views</c>.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Columns">Its column, or those of numerator and denominator.</param>
/// <param name="Covariates">As many columns of the time before the experiment; empty where nothing is adjusted.</param>
internal sealed record MetricDefinition(string Name, MetricKind Kind, string[] Columns, string[] Covariates)
{
    /// <summary>Whether the effect is adjusted by what was before.</summary>
    public bool Adjusted => Covariates.Length > 0;

    /// <summary>Reads <c>--metric name[:mean|proportion|ratio]</c> and <c>--covariate name=column</c>.</summary>
    /// <exception cref="InvalidValueException">An option is not understood.</exception>
    public static IReadOnlyList<MetricDefinition> Parse(IReadOnlyList<string> metrics, IReadOnlyList<string> covariates)
    {
        MetricDefinition[] parsed = [.. metrics.Select(Parse)];
        if (parsed.GroupBy(metric => metric.Name).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw Refused("--metric", twice.Key, "given once for each metric");
        foreach (string covariate in covariates)
        {
            int equals = covariate.IndexOf('=', StringComparison.Ordinal);
            int at = equals <= 0 ? -1 : Array.FindIndex(parsed, metric => metric.Name == covariate[..equals]);
            if (at < 0)
                throw Refused("--covariate", covariate, $"metric=column, of a metric that is given ({string.Join(", ", parsed.Select(metric => metric.Name))})");
            if (parsed[at].Adjusted)
                throw Refused("--covariate", covariate, $"given once for {parsed[at].Name}");
            string[] columns = Split(covariate[(equals + 1)..], parsed[at].Kind, "--covariate", covariate);
            if (columns.Intersect(parsed[at].Columns, StringComparer.Ordinal).Any())
                throw Refused("--covariate", covariate, "a column other than the metric's own: one of the time before the experiment");
            parsed[at] = parsed[at] with { Covariates = columns };
        }
        return parsed;
    }

    private static MetricDefinition Parse(string given)
    {
        int colon = given.LastIndexOf(':');
        string name = colon < 0 ? given : given[..colon];
        MetricKind kind = (colon < 0 ? "" : given[(colon + 1)..]) switch
        {
            "" when colon < 0 => MetricKind.Mean,
            "mean" => MetricKind.Mean,
            "proportion" => MetricKind.Proportion,
            "ratio" => MetricKind.Ratio,
            _ => throw Refused("--metric", given, "name, name:mean, name:proportion or numerator/denominator:ratio"),
        };
        return new MetricDefinition(name, kind, Split(name, kind, "--metric", given), []);
    }

    private static string[] Split(string columns, MetricKind kind, string option, string given)
    {
        string[] split = kind == MetricKind.Ratio ? columns.Split('/') : [columns];
        return split.All(column => column.Length > 0) && split.Length == (kind == MetricKind.Ratio ? 2 : 1)
            ? split
            : throw Refused(option, given, kind == MetricKind.Ratio ? "of two columns: numerator/denominator" : "of a column");
    }

    private static InvalidValueException Refused(string option, string given, string rule) => new(option, given, rule, $"{option} must be {rule}; got '{given}'");
}
