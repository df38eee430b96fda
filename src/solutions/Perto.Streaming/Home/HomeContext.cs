namespace Perto.Streaming;

/// <summary>All that the steps of a home page read: who asks, in what situation, over which titles, with which model.</summary>
/// <param name="Tenant">Whose service.</param>
/// <param name="Person">Who asks.</param>
/// <param name="Request">The situation.</param>
/// <param name="Catalogue">The titles.</param>
/// <param name="Live">The live collaborative model.</param>
public sealed record HomeContext(TenantId Tenant, Person Person, HomeRequest Request, Catalogue Catalogue, LiveModel Live)
{
    /// <summary>The live collaborative model; null before the first training, and when it cannot be used.</summary>
    public CollaborativeModel? Model => Live.Model;

    /// <summary>The model for a source that lives on it: null before the first training.</summary>
    /// <exception cref="ModelUnavailableException">It cannot be used: the source is left out, and the page says so.</exception>
    internal CollaborativeModel? RequireModel() => Live.Failed ? throw new ModelUnavailableException() : Model;
}
