using System.CommandLine;
using Perto.Platform;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto features declare FILE</c></summary>
internal static class DeclareFeaturesCommand
{
    private static readonly Argument<FileInfo> Definition = FeaturesCommand.File("JSON file with the definition of one view");

    public static Command Create()
    {
        var command = new Command("declare", "Declare a view, or its next version") { Definition };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            FileInfo file = parsed.GetValue(Definition)!;
            FeatureView view = JsonLines.Parse<FeatureView>(await File.ReadAllTextAsync(file.FullName, cancellationToken), file.Name);
            await using Connection<IFeatures> connection = await FeaturesConnection.OpenAsync(parsed, cancellationToken);
            FeatureViewInfo declared = await connection.Service.DeclareAsync(view, cancellationToken);
            Terminal.For(parsed).Print(declared, console => console.WriteLine($"{declared.View.Name} version {declared.View.Version} stands"));
            return ExitCode.Success;
        });
        return command;
    }
}
