using System.CommandLine;

namespace Perto.Cli;

/// <summary><c>perto collections</c>: collections that are made from the database.</summary>
internal static class CollectionsCommand
{
    public static Command Create() => new(
        "collections",
        """
        The derived collections: what their aliases lead to, and making them anew

        Examples:
          perto collections list
          perto collections rebuild streaming-titles
          perto collections reembed memory --model text-embedding-3-small
        """)
    {
        ListCollectionsCommand.Create(),
        MakeAnewCommand.Rebuild(),
        MakeAnewCommand.Reembed(),
    };
}
