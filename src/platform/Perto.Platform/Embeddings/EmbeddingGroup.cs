using Microsoft.Extensions.AI;

namespace Perto.Platform;

/// <summary>Texts that can go to a model in one call.</summary>
/// <param name="Tenant">Whose they are: calls are counted by tenant.</param>
/// <param name="Purpose">What they are for.</param>
/// <param name="Dimensions">Dimensions that were asked for; null: those of the model.</param>
internal sealed record EmbeddingGroup(TenantId Tenant, EmbeddingPurpose Purpose, int? Dimensions)
{
    public EmbeddingGenerationOptions Options() => new EmbeddingGenerationOptions { Dimensions = Dimensions }.For(Purpose).For(Tenant);
}
