using Perto.Platform;

namespace Perto.Testing;

/// <summary>
/// The obvious re-ranker: a document's score is the share of the query's words that stand in it, in any order and case. It counts what it judged, and can be
/// made to fail or to wait.
/// </summary>
public sealed class WordOverlapReranker(string model = "words") : IReranker, IRerankingProvider
{
    /// <summary>Its name as a provider.</summary>
    public const string ProviderName = "overlap";

    private long _calls;

    /// <summary>Calls so far.</summary>
    public long Calls => Interlocked.Read(ref _calls);

    /// <summary>Thrown in place of an answer.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Waited for before an answer.</summary>
    public Task Until { get; set; } = Task.CompletedTask;

    /// <summary>Gives scores in place of the share of words.</summary>
    public Func<string, string, double>? Score { get; set; }

    /// <inheritdoc/>
    public string Name => ProviderName;

    /// <inheritdoc/>
    public ModelName Model => new(ProviderName, model);

    /// <inheritdoc/>
    public IReranker Reranker(string model) => this;

    /// <inheritdoc/>
    public async Task<RerankAnswer> RerankAsync(string query, IReadOnlyList<string> documents, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _calls);
        await Until.WaitAsync(cancellationToken);
        if (Failure is not null)
            throw Failure;
        return new RerankAnswer([.. documents.Select(document => (Score ?? Overlap)(query, document))], Tokens: documents.Sum(document => Words(document).Length));
    }

    private static double Overlap(string query, string document)
    {
        string[] asked = Words(query);
        HashSet<string> there = new(Words(document), StringComparer.OrdinalIgnoreCase);
        return asked.Length == 0 ? 0 : (double)asked.Count(there.Contains) / asked.Length;
    }

    private static string[] Words(string text) => text.Split([' ', '.', ',', '?', '!'], StringSplitOptions.RemoveEmptyEntries);
}
