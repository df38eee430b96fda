using System.Text.Json.Serialization;

namespace Perto.Server;

/// <summary>What an error looks like over HTTP: RFC 9457 problem details with a code for programs.</summary>
public sealed record Problem
{
    /// <summary>Media type of the answer.</summary>
    public const string ContentType = "application/problem+json";

    /// <summary>Longest text that is given back to the caller, in characters.</summary>
    public const int LongestGiven = 200;

    /// <summary>Where the problem's kind is explained, on the server that answered.</summary>
    /// <example>/problems/invalid-value</example>
    public string Type => PageOf(Code);

    /// <summary>One sentence that says what is wrong and what to do.</summary>
    /// <example>n must be between 1 and 500; got 5000</example>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    /// <example>400</example>
    public required int Status { get; init; }

    /// <summary>Stable name of the problem for programs, in snake_case.</summary>
    /// <example>invalid_value</example>
    public required string Code { get; init; }

    /// <summary>The field that was not accepted, as the caller wrote it; a JSON path when it stands inside a body.</summary>
    /// <example>n</example>
    public string? Field { get; init; }

    /// <summary>The value that was given.</summary>
    public object? Given { get; init; }

    /// <summary>What would have been accepted.</summary>
    /// <example>1..500</example>
    public string? Allowed { get; init; }

    /// <summary>Finds the request in logs and traces.</summary>
    public string? TraceId { get; init; }

    /// <summary>The path of the page that explains a code.</summary>
    public static string PageOf(string code) => $"/problems/{code.Replace('_', '-')}";

    /// <summary>When it is worth trying again; sent as <c>Retry-After</c>.</summary>
    [JsonIgnore]
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>How a caller shows who it is; sent as <c>WWW-Authenticate</c>.</summary>
    [JsonIgnore]
    public string? Challenge { get; init; }
}
