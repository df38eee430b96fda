namespace Perto.Platform;

/// <summary>Re-ranking for a tenant: the same in process (<see cref="LocalReranking"/>) and over HTTP (<c>Perto.Client</c>).</summary>
public interface IReranking
{
    /// <summary>Puts candidates of a retrieval in order; see <see cref="RerankedSearch"/>.</summary>
    /// <exception cref="PertoException">The request breaks a rule.</exception>
    Task<RerankReport> RankAsync(RerankRequest request, CancellationToken cancellationToken = default);

    /// <summary>Judges documents, whatever rules and gate say.</summary>
    /// <exception cref="PertoException">The request breaks a rule, there is no model, or it does not answer.</exception>
    Task<JinaRerankAnswer> JudgeAsync(JinaRerankRequest request, CancellationToken cancellationToken = default);

    /// <summary>Learns which results of an answer were of use.</summary>
    /// <exception cref="PertoException">There is no such answer, or an id is none of its results.</exception>
    Task<RerankFeedbackReport> LearnAsync(RerankFeedback feedback, CancellationToken cancellationToken = default);

    /// <summary>The profile in use, and what feedback taught.</summary>
    Task<RerankingStatus> StatusAsync(CancellationToken cancellationToken = default);
}
