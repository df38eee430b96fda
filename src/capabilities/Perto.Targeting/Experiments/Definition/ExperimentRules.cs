using System.Text;
using System.Text.RegularExpressions;
using Perto.Learning;
using Perto.Platform;
using Perto.Vectors;

namespace Perto.Targeting;

/// <summary>What an experiment, its units and its outcomes must be. Each error names the field, the value and the rule.</summary>
internal static partial class ExperimentRules
{
    public const int MaxName = 64;
    public const int MaxUnit = 256;
    public const int MaxDescription = 1_000;
    public const int FewestArms = 2;
    public const int MostArms = 20;
    public const int MostMetrics = 50;
    public const int MostAttributes = 20;
    public const int MostValues = 1_000;
    public const int MostParameters = 50;
    public const int MostOverrides = 1_000;
    public const int MostOutcomes = 1_000;
    public const double LeastTraffic = 1.0 / Buckets.Count;
    public const double MostWeight = 1_000_000;
    public const double LargestValue = 1e15;
    public const string DefaultLayer = "default";

    // Words of the paths beside the names.
    private static readonly string[] Reserved = ["assign", "holdout"];

    public static void Check(Experiment experiment)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        CheckName(experiment.Name, "name");
        if (Reserved.Contains(experiment.Name))
            throw Refused("name", experiment.Name, $"none of {string.Join(", ", Reserved)}");
        if (experiment.Description is { Length: > MaxDescription } description)
            throw Refused("description", $"{description.Length} characters", $"at most {MaxDescription} characters");
        CheckName(experiment.Layer, "layer");
        if (experiment.Salt is { } salt)
            CheckSalt(salt);
        if (experiment.Surface is { } surface)
            CheckName(surface, "surface");
        CheckArms(experiment);
        CheckHoldout(experiment);
        if (!(experiment.Traffic is >= LeastTraffic and <= 1))
            throw InvalidValueException.OutOfRange("traffic", experiment.Traffic, LeastTraffic, 1);
        CheckAttributes(experiment.Attributes);
        if (experiment.StartsAt >= experiment.EndsAt)
            throw Refused("ends_at", experiment.EndsAt, "after starts_at");
        CheckMetrics(experiment.Metrics);
    }

    public static void CheckName(string? name, string field)
    {
        if (name is null || name.Length > MaxName || !Names().IsMatch(name))
            throw Refused(field, name, $"1 to {MaxName} of a-z, 0-9, '-' and '_'");
    }

    public static int? CheckVersion(int? version) =>
        version is < 1 ? throw InvalidValueException.OutOfRange("version", version.Value, 1, int.MaxValue) : version;

    public static void CheckSalt(string salt)
    {
        if (salt.Length > MaxName || !Salts().IsMatch(salt))
            throw Refused("salt", salt, $"1 to {MaxName} of a-z, A-Z, 0-9, '.', '-' and '_'");
    }

    public static void CheckUnit(string? unit, string field)
    {
        if (string.IsNullOrEmpty(unit) || unit.Length > MaxUnit || unit.Any(char.IsControl) || Encoding.UTF8.GetByteCount(unit) > VectorRecord.MaxIdBytes)
            throw Refused(field, unit, $"1 to {MaxUnit} characters, at most {VectorRecord.MaxIdBytes} bytes of UTF-8, and no control characters");
    }

    public static void CheckAttributes(IReadOnlyDictionary<string, string>? attributes, string field)
    {
        if (attributes is null)
            return;
        if (attributes.Count > MostAttributes)
            throw Refused(field, $"{attributes.Count} attributes", $"at most {MostAttributes}");
        foreach ((string name, string value) in attributes)
        {
            CheckName(name, field);
            if (value is null || value.Length > MaxUnit)
                throw Refused($"{field}.{name}", value, $"at most {MaxUnit} characters");
        }
    }

    public static void CheckOverrides(IReadOnlyList<ExperimentOverride> overrides, Experiment experiment)
    {
        if (overrides.Count > MostOverrides)
            throw Refused("overrides", $"{overrides.Count} units", $"at most {MostOverrides}");
        HashSet<string> units = new(StringComparer.Ordinal);
        for (int i = 0; i < overrides.Count; i++)
        {
            CheckUnit(overrides[i].Unit, $"overrides[{i}].unit");
            if (!units.Add(overrides[i].Unit))
                throw Refused($"overrides[{i}].unit", overrides[i].Unit, "given once");
            if (overrides[i].Arm is { } arm && experiment.Arms.All(known => known.Name != arm))
                throw Refused($"overrides[{i}].arm", arm, $"one of {string.Join(", ", experiment.Arms.Select(known => known.Name))}, or left out");
        }
    }

    public static void CheckOutcomes(IReadOnlyList<Outcome> outcomes)
    {
        if (outcomes is not { Count: >= 1 and <= MostOutcomes })
            throw InvalidValueException.OutOfRange("outcomes", outcomes?.Count ?? 0, 1, MostOutcomes);
        for (int i = 0; i < outcomes.Count; i++)
        {
            Outcome outcome = outcomes[i] ?? throw Refused($"outcomes[{i}]", null, "an outcome");
            CheckUnit(outcome.Unit, $"outcomes[{i}].unit");
            CheckName(outcome.Metric, $"outcomes[{i}].metric");
            if (outcome.Id is not null)
                CheckUnit(outcome.Id, $"outcomes[{i}].id");
            if (!(Math.Abs(outcome.Value) <= LargestValue))
                throw Refused($"outcomes[{i}].value", outcome.Value, "a number from -1e15 to 1e15");
        }
    }

    public static InvalidValueException Refused(string field, object? given, string rule) => new(field, given, rule, $"{field} must be {rule}; got '{given}'");

    private static void CheckArms(Experiment experiment)
    {
        if (experiment.Arms is not { Count: >= FewestArms and <= MostArms })
            throw InvalidValueException.OutOfRange("arms", experiment.Arms?.Count ?? 0, FewestArms, MostArms);
        HashSet<string> names = new(StringComparer.Ordinal);
        for (int i = 0; i < experiment.Arms.Count; i++)
        {
            ExperimentArm arm = experiment.Arms[i] ?? throw Refused($"arms[{i}]", null, "an arm");
            CheckName(arm.Name, $"arms[{i}].name");
            if (!names.Add(arm.Name))
                throw Refused($"arms[{i}].name", arm.Name, "given once");
            if (!(arm.Weight is > 0 and <= MostWeight))
                throw Refused($"arms[{i}].weight", arm.Weight, $"above 0 and at most {MostWeight:0}");
            if (arm.Parameters is { Count: > MostParameters } parameters)
                throw Refused($"arms[{i}].parameters", $"{parameters.Count} of them", $"at most {MostParameters}");
        }
        if (experiment.Control is { } control && !names.Contains(control))
            throw Refused("control", control, $"one of the arms ({string.Join(", ", names)})");
        IReadOnlyList<int> ends = ArmBuckets.EndsOf(experiment.Arms);
        for (int i = 0; i < ends.Count; i++)
        {
            if (ends[i] == (i == 0 ? 0 : ends[i - 1]))
                throw Refused($"arms[{i}].weight", experiment.Arms[i].Weight, $"at least a {Buckets.Count:N0}th of the sum of all weights");
        }
    }

    private static void CheckHoldout(Experiment experiment)
    {
        if (experiment.HoldoutParameters is not { } parameters)
            return;
        if (parameters.Count > MostParameters)
            throw Refused("holdout_parameters", $"{parameters.Count} of them", $"at most {MostParameters}");
        for (int i = 0; i < experiment.Arms.Count; i++)
        {
            if (experiment.Arms[i].Name == ExperimentArm.Holdout)
                throw Refused($"arms[{i}].name", ExperimentArm.Holdout, $"another than '{ExperimentArm.Holdout}', as the holdout is written down under that name where there are holdout_parameters");
        }
    }

    private static void CheckAttributes(IReadOnlyDictionary<string, IReadOnlyList<string>>? attributes)
    {
        if (attributes is not { Count: <= MostAttributes })
            throw Refused("attributes", attributes?.Count, $"at most {MostAttributes} attributes");
        foreach ((string name, IReadOnlyList<string> values) in attributes)
        {
            CheckName(name, "attributes");
            if (values is not { Count: >= 1 and <= MostValues } || values.Any(value => value is null || value.Length > MaxUnit))
                throw Refused($"attributes.{name}", $"{values?.Count ?? 0} values", $"1 to {MostValues} values of at most {MaxUnit} characters");
        }
    }

    private static void CheckMetrics(IReadOnlyList<ExperimentMetric>? metrics)
    {
        if (metrics is not { Count: <= MostMetrics })
            throw Refused("metrics", metrics?.Count, $"at most {MostMetrics} metrics");
        HashSet<string> names = new(StringComparer.Ordinal);
        for (int i = 0; i < metrics.Count; i++)
        {
            ExperimentMetric metric = metrics[i] ?? throw Refused($"metrics[{i}]", null, "a metric");
            CheckName(metric.Name, $"metrics[{i}].name");
            bool isRatio = metric.Kind == MetricKind.Ratio;
            if (isRatio != metric.Denominator is not null)
                throw Refused($"metrics[{i}].denominator", metric.Denominator, isRatio ? "there, as the metric is a ratio" : "left out, as the metric is no ratio");
            if (isRatio)
                CheckName(metric.Denominator, $"metrics[{i}].denominator");
            if (metric.Covariate is { } covariate)
            {
                CheckName(covariate, $"metrics[{i}].covariate");
                if (isRatio)
                    throw Refused($"metrics[{i}].covariate", covariate, "left out, as the metric is a ratio");
            }
            if (!(metric.Margin is >= 0 and <= 1))
                throw InvalidValueException.OutOfRange($"metrics[{i}].margin", metric.Margin, 0, 1);
            if (!names.Add(MetricValues.NameOf(metric)))
                throw Refused($"metrics[{i}].name", metric.Name, "given once");
        }
    }

    [GeneratedRegex(@"\A[a-z0-9_-]+\z")]
    private static partial Regex Names();

    [GeneratedRegex(@"\A[a-zA-Z0-9._-]+\z")]
    private static partial Regex Salts();
}
