namespace Perto.Platform;

/// <summary>Work in Cohere's units.</summary>
/// <param name="SearchUnits">A query with up to a hundred documents is one.</param>
public sealed record CohereBilledUnits(int SearchUnits);
