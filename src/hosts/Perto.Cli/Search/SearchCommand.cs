using System.CommandLine;

namespace Perto.Cli;

/// <summary><c>perto search</c>: retrieval of documents.</summary>
internal static class SearchCommand
{
    public static Command Create() => new("search", "Retrieval of documents: how well they are found")
    {
        EvaluateSearchCommand.Create(),
    };
}
