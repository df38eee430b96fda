namespace Perto.Streaming;

/// <summary>All that the steps of a home page read: who asks, in what situation, over which titles, with which model.</summary>
/// <param name="Tenant">Whose service.</param>
/// <param name="Person">Who asks.</param>
/// <param name="Request">The situation.</param>
/// <param name="Catalogue">The titles.</param>
/// <param name="Model">The live collaborative model; null before the first training.</param>
public sealed record HomeContext(
    TenantId Tenant, Person Person, HomeRequest Request, Catalogue Catalogue, CollaborativeModel? Model);
