using System.Diagnostics.CodeAnalysis;

namespace Perto.Platform;

/// <summary>
/// Metadata of an endpoint: one request as a caller sends it, and its answer. The API document shows both, and takes the examples of
/// parameters from the target.
/// </summary>
public sealed record OperationExample
{
    /// <summary>Path and query: <c>/v1/streaming/users/17/home?device=tv</c>.</summary>
    public required string Target { get; init; }

    /// <summary>Media type of <see cref="Request"/>.</summary>
    public string RequestType { get; init; } = "application/json";

    /// <summary>The body of the request; null when it has none.</summary>
    public string? Request { get; init; }

    /// <summary>Status of the answer.</summary>
    public int Status { get; init; } = 200;

    /// <summary>The answer as JSON; null when it has no body.</summary>
    [StringSyntax(StringSyntaxAttribute.Json)]
    public string? Answer { get; init; }
}
