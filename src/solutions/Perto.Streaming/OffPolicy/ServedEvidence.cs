using Perto.Targeting;

namespace Perto.Streaming;

/// <summary>What served pages say of a question to which chance gives the answer.</summary>
/// <param name="Question">What is estimated.</param>
/// <param name="Pages">Pages on which chance decided.</param>
public sealed record ServedEvidence(string Question, int Pages)
{
    /// <summary>
    /// The ranking, and what it is compared with, by name: IPS, SNIPS, and doubly robust with a model that was fitted to other people's pages, each with its interval;
    /// absent where there is a refusal.
    /// </summary>
    public IReadOnlyList<PolicyValue>? Values { get; init; }

    /// <summary>Why the pages give no answer.</summary>
    public string? Refusal { get; init; }
}
