using System.ComponentModel;

namespace Perto.Platform;

/// <summary>The rule that decided whether candidates are re-ranked. The first that applies decides, in the order in which they stand here.</summary>
[Description("The rule that decided; the first that applies does, in this order.")]
public enum RerankRule
{
    /// <summary>The caller wanted the order of retrieval.</summary>
    AskedNever,

    /// <summary>No re-ranker is set up, or the one that is cannot be used.</summary>
    NoModel,

    /// <summary>There are no two candidates that could change places.</summary>
    TooFewCandidates,

    /// <summary>The caller wanted it.</summary>
    AskedAlways,

    /// <summary>Feedback showed that this re-ranker harms here, and it was switched off for a while.</summary>
    GateClosed,

    /// <summary>The profile re-ranks every query.</summary>
    ProfileAlways,

    /// <summary>The query has too few words to judge by: not.</summary>
    ShortQuery,

    /// <summary>The query has words of those that are hard to answer by likeness alone.</summary>
    QuestionWords,

    /// <summary>The owner is one for whom it is always done.</summary>
    PremiumOwner,

    /// <summary>The best candidate is not very like the query.</summary>
    WeakRetrieval,

    /// <summary>The owner's queries are usually complex.</summary>
    ComplexOwner,

    /// <summary>None of the others: the retrieval is good enough.</summary>
    StrongRetrieval,
}
