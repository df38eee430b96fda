namespace Perto.Platform;

/// <summary>Metadata of an endpoint that every key may call, whatever it allows.</summary>
public sealed record AnyKey;
