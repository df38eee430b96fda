using System.CommandLine;

namespace Perto.Cli;

/// <summary><c>perto features</c>: what is known of entities, now and at any moment before.</summary>
internal static class FeaturesCommand
{
    public static Command Create() => new(
        "features",
        """
        Features of entities: definitions, values, history, training sets

        Examples:
          perto features declare title_facts.json
          perto features write title_facts values.jsonl
          perto features get title heat ronin --views title_facts
          perto features join --views title_facts,person_activity --rows examples.jsonl --out training.jsonl
        """)
    {
        ListFeaturesCommand.Create(),
        ShowFeaturesCommand.Create(),
        DeclareFeaturesCommand.Create(),
        GetFeaturesCommand.Create(),
        WriteFeaturesCommand.Create(),
        RecordFeaturesCommand.Create(),
        FeatureHistoryCommand.Create(),
        JoinFeaturesCommand.Create(),
        BackfillFeaturesCommand.Create(),
        ExportFeaturesCommand.Create(),
        FeatureHealthCommand.Create(),
    };

    /// <summary>The view that a command is about.</summary>
    public static Argument<string> View() => new("view") { Description = "Name of the view, as 'perto features list' lists it, or name@version" };

    /// <summary>A file of JSON lines.</summary>
    public static Argument<FileInfo> File(string description) => new("file") { Description = description };
}
