namespace Perto.Architecture.Tests;

/// <summary>The table of the house: which project stands on which floor, and what it may use.</summary>
internal static class Floors
{
    private static readonly string[] Engine = ["Perto.Numerics", "Perto.Vectors", "Perto.Learning", "Perto.Language"];
    private static readonly string[] Providers = ["Perto.Postgres", "Perto.Redis", "Perto.Qdrant", "Perto.Pinecone"];
    private static readonly string[] Capabilities = ["Perto.Recommendations", "Perto.Targeting"];
    private static readonly string[] Solutions = ["Perto.Gaming", "Perto.Finance", "Perto.Memory", "Perto.Creative", "Perto.Streaming"];
    private static readonly string[] UpToPlatform = [.. Engine, "Perto.Platform"];
    private static readonly string[] UpToCapabilities = [.. UpToPlatform, .. Capabilities];
    private static readonly string[] UpToSolutions = [.. UpToCapabilities, .. Providers, .. Solutions];

    /// <summary>By project name.</summary>
    public static IReadOnlyDictionary<string, Place> Table { get; } = new (string[] Projects, string Floor, string[] MayUse)[]
    {
        (["Perto.Numerics"], "engine", []),
        (["Perto.Vectors", "Perto.Learning", "Perto.Language"], "engine", ["Perto.Numerics"]),
        (["Perto.Platform"], "platform", Engine),
        (Providers, "platform", UpToPlatform),
        (Capabilities, "capabilities", UpToPlatform),
        (Solutions, "solutions", UpToCapabilities),
        (["Perto.Server", "Perto.Client"], "hosts", UpToSolutions),
        (["Perto.Cli"], "hosts", [.. UpToSolutions, "Perto.Server", "Perto.Client"]),
    }.SelectMany(row => row.Projects, (row, project) => (project, Place: new Place(row.Floor, row.MayUse)))
    .ToDictionary(row => row.project, row => row.Place);

    /// <summary>What is wrong with a project and its references; empty when nothing is.</summary>
    /// <param name="project">Its name.</param>
    /// <param name="floor">The folder under <c>src</c> that it lies in.</param>
    /// <param name="references">Names of the projects it refers to, or was compiled against.</param>
    public static IEnumerable<string> Violations(string project, string floor, IEnumerable<string> references)
    {
        if (!Table.TryGetValue(project, out Place? place))
        {
            yield return $"{project} is not in the table of the house: give it a place in DESIGN and in {nameof(Floors)}.cs.";
            yield break;
        }

        if (floor != place.Floor)
            yield return $"{project} lies in src/{floor}; its floor is {place.Floor}.";
        foreach (string reference in references.Where(reference => !place.MayUse.Contains(reference)))
            yield return $"{project} ({place.Floor}) uses {reference}; it may use only: {string.Join(", ", place.MayUse.DefaultIfEmpty("nothing"))}.";
    }

    /// <summary>A project's place.</summary>
    /// <param name="Floor">The folder under <c>src</c>.</param>
    /// <param name="MayUse">Names of the projects that it may use.</param>
    internal sealed record Place(string Floor, IReadOnlyList<string> MayUse);
}
