namespace Perto.Platform;

/// <summary>What Cohere's clients read beside the results.</summary>
/// <param name="ApiVersion">The version of the wire format.</param>
/// <param name="BilledUnits">What Cohere would count; nothing is billed here.</param>
public sealed record CohereMeta(CohereApiVersion ApiVersion, CohereBilledUnits BilledUnits);
