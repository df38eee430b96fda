namespace Perto.Server;

/// <summary>Marks an endpoint that answers before the collections are rebuilt.</summary>
internal sealed class OpenWhileStarting;
