namespace Perto.Platform;

/// <summary>Metadata of an endpoint: what its caller must be allowed to do.</summary>
/// <param name="Scope">The least scope.</param>
/// <remarks>
/// An endpoint without it needs <see cref="Scope.Read"/> for GET and HEAD and <see cref="Scope.Write"/> for everything else. A search that is
/// sent by POST says that it only reads.
/// </remarks>
public sealed record RequiredScope(Scope Scope);
