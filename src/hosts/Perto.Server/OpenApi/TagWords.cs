namespace Perto.Server;

/// <summary>What the groups of operations are: one for each module, and the server's own.</summary>
internal static class TagWords
{
    private static readonly Dictionary<string, string> Descriptions = new(StringComparer.Ordinal)
    {
        ["health"] = "What an orchestrator asks: does the process live, and may requests be sent to it.",
        ["overview"] = "What this server keeps and does: its models, its long work, its numbers.",
        ["streaming"] = "The film service: events and imports in; home pages, recommendations and similar titles out, each with its reasons.",
        ["vectors"] = "The vector database: collections of records with vectors and payload; search by nearness, by filter, and both.",
    };

    /// <summary>The description of a tag, or null.</summary>
    public static string? Of(string tag) => Descriptions.GetValueOrDefault(tag);
}
