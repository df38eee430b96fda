namespace Perto.Streaming;

/// <summary>The order to count what is in a tenant's queue.</summary>
internal sealed record ActivityOrder;
