namespace Perto.Platform;

/// <summary>Metadata of an endpoint that answers without a key also where keys are required: it says nothing of anybody's data.</summary>
public sealed record OpenToAll;
