namespace Perto.Platform;

/// <summary>What one request of a model took, as its provider counts it.</summary>
/// <param name="Texts">Texts, documents or messages that were sent.</param>
/// <param name="InputTokens">Tokens that were read; null where the provider does not say.</param>
/// <param name="OutputTokens">Tokens that were written; null where the provider does not say.</param>
/// <param name="Searches">Searches, for re-ranking that is billed by them; null otherwise.</param>
internal readonly record struct ModelWork(int Texts, long? InputTokens = null, long? OutputTokens = null, long? Searches = null)
{
    private const int DocumentsOfSearch = 100;

    /// <summary>About how many tokens were sent: <see cref="InputTokens"/> where the provider does not say.</summary>
    public long Sent { get; init; }

    /// <summary>About how many tokens came: <see cref="OutputTokens"/> where the provider does not say.</summary>
    public long Received { get; init; }

    /// <summary>The same with searches as vendors count them, a query with up to a hundred documents, where the provider does not say.</summary>
    public ModelWork WithSearches => this with { Searches = Searches ?? (Texts + DocumentsOfSearch - 1) / DocumentsOfSearch };

    /// <summary>The same with what was sent and received in the place of what the provider does not say.</summary>
    public ModelWork Estimated => this with { InputTokens = InputTokens ?? Sent, OutputTokens = OutputTokens ?? Received };
}
