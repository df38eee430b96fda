using System.CommandLine;

namespace Perto.Cli;

/// <summary><c>perto vectors</c>: everything that is done to the vector database.</summary>
internal static class VectorsCommand
{
    public static Command Create() => new(
        "vectors",
        """
        The vector database: collections of records with vectors and payload

        Examples:
          perto vectors list
          perto vectors search films --id heat --filter '{"year": {"$gte": 1990}}'
          perto vectors export films --out films.jsonl.gz
          perto vectors copy --to qdrant://127.0.0.1
        """)
    {
        ListVectorsCommand.Create(),
        ShowVectorsCommand.Create(),
        SearchVectorsCommand.Create(),
        RecallCommand.Create(),
        VerifyVectorsCommand.Create(),
        CompactVectorsCommand.Create(),
        ExportVectorsCommand.Create(),
        ImportVectorsCommand.Create(),
        CopyVectorsCommand.Create(),
    };

    /// <summary>The collection that a command is about.</summary>
    public static Argument<string> Collection() => new("collection") { Description = "Name of the collection, or the alias of a derived one" };
}
