namespace Perto.Server;

/// <summary>What the groups of operations are: one for each module, and the server's own.</summary>
internal static class TagWords
{
    private static readonly Dictionary<string, string> Descriptions = new(StringComparer.Ordinal)
    {
        ["audit"] = "The audit log: who did what, in a chain of hashes that shows every change to it.",
        ["caches"] = "Caches: what they hold and how often they answer in place of the source, and clearing them.",
        ["collections"] = "Derived collections: vectors that Perto makes from the database, and how they are made anew.",
        ["dependencies"] = "Services outside the server, such as Redis: how they do, and how they are called.",
        ["embeddings"] = "Texts become vectors: by models of others, from disk, or the built-in one; kept, so that each text is embedded once.",
        ["experiments"] = "Experiments: who is in which arm, who met it and what came of it, and what can be said of the difference.",
        ["features"] = "The feature store: what is known of entities, written or made from events; the newest of it online, and all of it as of any moment.",
        ["health"] = "What an orchestrator asks: does the process live, and may requests be sent to it.",
        ["jobs"] = "Scheduled jobs of the installation: when they run, how their runs ended, and running, pausing and resuming them.",
        ["keys"] = "API keys: who may do what, in whose data.",
        ["language-models"] = "Language models: which providers there are, and what their models took and cost.",
        ["outbox"] = "Work that follows from changes: how much waits, and the messages that were given up.",
        ["overview"] = "What this server keeps and does: its models, its long work, its numbers.",
        ["privacy"] = "People's data: what is kept, what is known of a person, and its erasure.",
        ["reranking"] = "Re-ranking: candidates of a retrieval put in order by a model that reads them, and what feedback teaches of it.",
        ["streaming"] = "The film service: events and imports in; home pages, recommendations and similar titles out, each with its reasons.",
        ["vectors"] = "The vector database: collections of records with vectors and payload; search by nearness, by filter, and both.",
    };

    /// <summary>The description of a tag, or null.</summary>
    public static string? Of(string tag) => Descriptions.GetValueOrDefault(tag);
}
