using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>A page of the past.</summary>
/// <param name="Context">Who asked, and when.</param>
/// <param name="Wanted">What they watched afterwards and had not met before.</param>
/// <param name="Found">What the pipeline made of it.</param>
internal sealed record PastPage(HomeContext Context, IReadOnlySet<string> Wanted, Recommendation<HomeContext, Title> Found)
{
    /// <summary>The candidates.</summary>
    public IEnumerable<string> Ids() => Enumerable.Range(0, Found.Candidates.Count).Select(candidate => Found.Candidates[candidate].Id);

    /// <summary>What a ranker learns from it.</summary>
    public RankedQuery ToQuery() => new(Found.Candidates.Features!.Values.ToArray(), [.. Ids().Select(id => Wanted.Contains(id) ? 1f : 0f)]);

    /// <summary>What the person had watched.</summary>
    public IEnumerable<string> History() => Context.Person.History.Entries.Where(entry => entry.IsWatched).Select(entry => entry.Title.Id);
}
