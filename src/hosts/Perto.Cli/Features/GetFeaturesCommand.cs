using System.CommandLine;
using Perto.Platform;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto features get ENTITY KEY... --views A,B</c></summary>
internal static class GetFeaturesCommand
{
    private static readonly Argument<string> Entity = new("entity") { Description = "The kind of entity: title" };

    private static readonly Argument<string[]> Keys = new("keys") { Description = "Keys of entities", Arity = ArgumentArity.OneOrMore };

    private static readonly Option<string> Views = new("--views")
    {
        Description = "Views, with commas between them; each a name or name@version",
        HelpName = "VIEWS",
        Required = true,
    };

    public static Command Create()
    {
        var command = new Command("get", "The newest features of entities") { Entity, Keys, Views };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var request = new EntityRequest { Entity = parsed.GetValue(Entity)!, Keys = parsed.GetValue(Keys)!, Views = Names(parsed.GetValue(Views)!) };
            await using Connection<IFeatures> connection = await FeaturesConnection.OpenAsync(parsed, cancellationToken);
            IReadOnlyList<EntityFeatures> features = await connection.Service.GetAsync([request], cancellationToken);
            Terminal.For(parsed).Print(features, console => Print(console, features));
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>Names with commas between them.</summary>
    public static string[] Names(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static void Print(IAnsiConsole console, IReadOnlyList<EntityFeatures> features)
    {
        Table table = new Table().Border(TableBorder.None).AddColumns("key", "view", "since", "feature", "value");
        foreach (EntityFeatures entity in features)
        {
            foreach ((string view, FeatureReadingDocument reading) in entity.Views)
            {
                if (reading.Values is null)
                    table.AddRow(Markup.Escape(entity.Key), view, FeatureWords.Moment(reading.EventAt), "", FeatureWords.Status(reading));
                foreach ((string feature, FeatureValue? value) in reading.Values ?? new Dictionary<string, FeatureValue?>())
                    table.AddRow(Markup.Escape(entity.Key), view, FeatureWords.Moment(reading.EventAt), feature, FeatureWords.Value(value));
            }
        }
        console.Write(table);
    }
}
