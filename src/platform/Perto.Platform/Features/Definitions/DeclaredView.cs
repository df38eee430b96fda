namespace Perto.Platform;

/// <summary>A view that a module declares for every tenant. Not the view itself, which endpoints take from bodies and must not get from the services.</summary>
internal sealed record DeclaredView(FeatureView View);
