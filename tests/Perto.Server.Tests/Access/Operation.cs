using System.Text.Json.Nodes;

namespace Perto.Server.Tests;

/// <summary>An operation of the API document.</summary>
/// <param name="Id">Its operation id.</param>
/// <param name="Method">Such as <c>GET</c>.</param>
/// <param name="Path">Its template.</param>
/// <param name="HasBody">Whether it takes a body.</param>
/// <param name="NeedsKey">Whether it needs a key at all.</param>
/// <param name="Scope">The scope that it needs: <c>vectors:write</c>; null where every key will do.</param>
internal sealed record Operation(string Id, string Method, string Path, bool HasBody, bool NeedsKey, string? Scope)
{
    /// <summary>The module of its scope; null where it has none, as <c>operator</c>.</summary>
    public string? Module => Scope is { } scope && scope.Split(':') is [var module, _] ? module : null;

    /// <summary>Whether a key with the scope <c>read</c> may call it.</summary>
    public bool Reads => Scope is null || Scope.EndsWith(":read", StringComparison.Ordinal);

    /// <summary>Whether it names something by its path.</summary>
    public bool NamesSomething => Path.Contains('{', StringComparison.Ordinal);

    public static IReadOnlyList<Operation> ReadAll(JsonNode document) =>
    [
        .. from path in document["paths"]!.AsObject()
           from operation in path.Value!.AsObject()
           let security = operation.Value!["security"]?.AsArray()
           select new Operation(
               (string)operation.Value!["operationId"]!,
               operation.Key.ToUpperInvariant(),
               path.Key,
               operation.Value["requestBody"] is not null,
               security is { Count: > 0 },
               security is { Count: > 0 } && security[0]!.AsObject().First().Value!.AsArray() is [{ } scope] ? (string?)scope : null),
    ];

    public override string ToString() => $"{Method} {Path}";
}
