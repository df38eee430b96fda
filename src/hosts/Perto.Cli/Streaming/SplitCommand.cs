using System.CommandLine;
using System.Globalization;
using CsvHelper;
using Perto.Recommendations;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto streaming split</c>: writes the parts that <c>evaluate --split</c> measures on, for other programs.</summary>
internal static class SplitCommand
{
    private static readonly Option<FileInfo> Data = new("--data") { Description = "Interactions", HelpName = "FILE", Required = true };
    private static readonly Option<DirectoryInfo> Out = new("--out") { Description = "Where train.csv, test.csv and what else there is (histories.csv, negatives.tsv) are written", HelpName = "FOLDER", Required = true };
    private static readonly InteractionFiles Files = new();
    private static readonly SplitOptions Split = new();

    public static Command Create()
    {
        var command = new Command("split", "Split a file of interactions as 'evaluate' does, and write the parts") { Data, Out };
        foreach (Option option in (IEnumerable<Option>)[.. Files.All, .. Split.All])
            command.Options.Add(option);
        Split.Kind.Required = true;
        command.Validators.Add(Split.Validate);
        command.SetAction((parsed, cancellationToken) => Task.Run(() => Run(parsed, cancellationToken), cancellationToken));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        SplitPlan plan = Split.Plan(parsed)!;
        InteractionLog log = Files.Read(parsed, [parsed.GetValue(Data)!]);
        (InteractionLog train, InteractionLog? histories, InteractionLog test) = plan.Parts(log);
        string folder = parsed.GetValue(Out)!.FullName;
        Directory.CreateDirectory(folder);
        var written = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach ((string name, InteractionLog? part) in ((string, InteractionLog?)[])[("train", train), ("histories", histories), ("test", test)])
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (part is null)
                continue;
            Write(Path.Combine(folder, name + ".csv"), part);
            written[name] = part.Interactions.Count;
        }

        if (plan.Negatives > 0)
        {
            IReadOnlyList<LeaveOneOutCase> cases = plan.Cases(train, test);
            File.WriteAllLines(
                Path.Combine(folder, "negatives.tsv"),
                cases.Select(one => $"({train.Users[one.User]},{train.Items[one.Positive]})\t{string.Join('\t', one.Negatives.Select(item => train.Items[item]))}"));
            written["negatives"] = cases.Count;
        }

        Terminal.For(parsed).Print(
            new { Split = plan.Description, Folder = folder, Interactions = written },
            console => console.WriteLine($"{string.Join(", ", written.Select(part => FormattableString.Invariant($"{part.Key} {part.Value:N0}")))} in {folder} ({plan.Description} to find)"));
        return ExitCode.Success;
    }

    private static void Write(string path, InteractionLog part)
    {
        using var writer = new CsvWriter(new StreamWriter(path), CultureInfo.InvariantCulture);
        foreach (string column in (string[])["user", "item", "rating", "timestamp"])
            writer.WriteField(column);
        writer.NextRecord();
        foreach (LoggedInteraction logged in part.Interactions)
        {
            writer.WriteField(part.Users[logged.User]);
            writer.WriteField(part.Items[logged.Item]);
            writer.WriteField(logged.Rating);
            writer.WriteField(logged.Timestamp);
            writer.NextRecord();
        }
    }
}
