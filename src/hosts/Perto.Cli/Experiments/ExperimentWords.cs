using Perto.Targeting;
using Spectre.Console;

namespace Perto.Cli;

/// <summary>Experiments in words for people.</summary>
internal static class ExperimentWords
{
    public static string State(ExperimentState state) => state.ToString().ToLowerInvariant();

    public static void Print(IAnsiConsole console, ExperimentInfo info)
    {
        Experiment experiment = info.Experiment;
        console.WriteLine($"{experiment.Name} version {info.Version} is {State(info.State)}");
        if (experiment.Description is { } description)
            console.WriteLine($" {description}");
        double all = experiment.Arms.Sum(arm => arm.Weight);
        console.WriteLine($" arms: {string.Join(", ", experiment.Arms.Select(arm => $"{arm.Name} {arm.Weight / all:0.## %}"))}; control: {experiment.Control ?? experiment.Arms[0].Name}");
        console.WriteLine($" layer {experiment.Layer}, {experiment.Traffic:0.## %} of its units, salt {experiment.Salt}");
        foreach ((string attribute, IReadOnlyList<string> values) in experiment.Attributes)
            console.WriteLine($" only {attribute}: {string.Join(", ", values)}");
        if (info.StartedAt is { } started)
            console.WriteLine($" started {started:yyyy-MM-dd HH:mm} UTC{(info.StoppedAt is { } stopped ? $", stopped {stopped:yyyy-MM-dd HH:mm} UTC" : "")}");
        foreach (ExperimentMetric metric in experiment.Metrics)
        {
            string covariate = metric.Covariate is null ? "" : $", adjusted by {metric.Covariate} from before";
            string guardrail = metric.Guardrail ? $", guardrail with a margin of {metric.Margin:0.## %}" : "";
            console.WriteLine($" metric {metric.Name}{(metric.Denominator is null ? "" : $"/{metric.Denominator}")} ({metric.Kind.ToString().ToLowerInvariant()}, {metric.Goal.ToString().ToLowerInvariant()}{covariate}{guardrail})");
        }
        if (info.Overrides.Count > 0)
            console.WriteLine($" {info.Overrides.Count} units have a fixed arm or none");
    }
}
