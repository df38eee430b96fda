namespace Perto.Platform;

/// <summary>The views of a tenant, and who was erased, as counting inside of a transaction needs them; from <see cref="FeatureStore.OpenAsync"/>.</summary>
public sealed class FeatureRecording
{
    internal FeatureRecording(TenantViews views, SuppressionCheck erased)
    {
        Views = views;
        Erased = erased;
    }

    internal TenantViews Views { get; }

    internal SuppressionCheck Erased { get; }
}
