using Perto.Learning;
using Perto.Targeting;
using Spectre.Console;

namespace Perto.Cli;

/// <summary>What policies are worth by a log, for people.</summary>
internal static class OffPolicyTable
{
    public static void Print(IAnsiConsole console, IReadOnlyList<PolicyValue> values, double confidence)
    {
        var table = new Table().Border(TableBorder.None).AddColumns("policy", "estimator");
        foreach (string name in (string[])["value", "standard error", $"{confidence:0.## %} interval"])
            table.AddColumn(new TableColumn(name).RightAligned());
        foreach ((string policy, OffPolicyReport report) in values.Where(value => value.Report is not null).Select(value => (value.Policy, value.Report!)))
        {
            foreach (OffPolicyEstimate estimate in report.Estimates)
            {
                table.AddRow(
                    Markup.Escape(policy), Name(estimate.Estimator), $"{estimate.Value:0.#####}", $"{estimate.StandardError:0.#####}",
                    Markup.Escape($"[{estimate.Interval.Lower:0.#####}, {estimate.Interval.Upper:0.#####}]"));
            }
        }
        console.Write(table);
        foreach (PolicyValue value in values)
        {
            if (value.Report is { } report)
            {
                console.MarkupLineInterpolated(
                    $" [dim]{value.Policy}: {report.Choices:N0} choices of {report.Clusters:N0} clusters, logged value {report.LoggedValue:0.#####}; worth {report.EffectiveChoices:N1} choices, mean weight {report.MeanWeight:0.###}, largest {report.LargestWeight:0.##}[/]");
                foreach (LoggedWeight weight in value.LargestWeights)
                    console.MarkupLineInterpolated($" [dim]  weight {weight.Weight:0.##} at {weight.Place} ({weight.Slate}, {weight.Action}), reward {weight.Reward:0.#####}[/]");
            }
            foreach (string warning in value.Warnings)
                console.MarkupLineInterpolated($" [yellow]{value.Policy}: {warning}[/]");
        }
    }

    private static string Name(OffPolicyEstimator estimator) => estimator switch
    {
        OffPolicyEstimator.Ips => "IPS",
        OffPolicyEstimator.Snips => "SNIPS",
        OffPolicyEstimator.DirectMethod => "DM",
        OffPolicyEstimator.DoublyRobust => "DR",
        OffPolicyEstimator.SelfNormalizedDoublyRobust => "SNDR",
        _ => "Switch-DR",
    };
}
