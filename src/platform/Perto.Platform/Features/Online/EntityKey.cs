namespace Perto.Platform;

/// <summary>One entity of a tenant.</summary>
/// <param name="Entity">Its kind: <c>title</c>.</param>
/// <param name="Key">Its key: <c>heat</c>.</param>
public readonly record struct EntityKey(string Entity, string Key);
