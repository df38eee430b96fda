using System.CommandLine;
using Perto.Learning;
using Perto.Platform;
using Perto.Targeting;

namespace Perto.Cli;

/// <summary><c>perto abtest off-policy --log FILE</c></summary>
internal static class OffPolicyCommand
{
    private static readonly Option<FileInfo> Log = new("--log")
    {
        Description = "JSON lines of choices: slate, action, propensity, reward, and target_propensity or policies",
        HelpName = "FILE",
        Required = true,
    };

    private static readonly Option<double?> Clip = AbTestOptions.Optional("--clip", "Take weights above it for it [default: none]", "above 0, from 1e-50 to 1e50", AbTestOptions.IsPositive);

    private static readonly Option<double> Switch = AbTestOptions.Number(
        "--switch", "Weights above it are left to the model in Switch-DR", AbTestOptions.PositiveRule, AbTestOptions.IsPositive, new OffPolicySettings().SwitchAt);

    private static readonly Option<double> Confidence = AbTestOptions.Number("--confidence", "Of intervals", "above 0 and below 1", value => value is > 0 and < 1, 0.95);

    public static Command Create()
    {
        var command = new Command(
            "off-policy",
            """
            What other policies would be worth, from logged choices with their propensities

            Examples:
              perto abtest off-policy --log choices.jsonl
              perto abtest off-policy --log choices.jsonl --clip 20
            """)
        {
            Log, Clip, Switch, Confidence,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            FileInfo file = parsed.GetValue(Log)!;
            if (!file.Exists)
                throw new InvalidValueException("--log", file.FullName, "an existing file", $"There is no file '{file.FullName}'");
            var log = new DecisionLog();
            await foreach ((LoggedDecision decision, long line) in JsonLines.ReadAsync<LoggedDecision>(file, documentation: "docs/experiments.md", cancellationToken: cancellationToken))
                log.Add(decision, $"{file.Name}:{line}");
            IReadOnlyList<PolicyValue> values = log.Evaluate(new OffPolicySettings
            {
                Clip = parsed.GetValue(Clip) ?? double.PositiveInfinity,
                SwitchAt = parsed.GetValue(Switch),
                Confidence = parsed.GetValue(Confidence),
            });
            Terminal.For(parsed).Print(values, console => OffPolicyTable.Print(console, values, parsed.GetValue(Confidence)));
            return ExitCode.Success;
        });
        return command;
    }
}
