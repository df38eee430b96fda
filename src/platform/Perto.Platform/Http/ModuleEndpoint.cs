namespace Perto.Platform;

/// <summary>Metadata of an endpoint that does not stand under <c>/v1/{module}</c>: whose it is.</summary>
/// <param name="Module">The module's name.</param>
public sealed record ModuleEndpoint(string Module);
