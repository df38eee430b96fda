using Microsoft.AspNetCore.Http;
using Perto.Platform;

namespace Perto.Server;

/// <summary>Where a request carries its key.</summary>
internal static class GivenKey
{
    public const string Header = "X-Api-Key";

    private const string Bearer = "Bearer ";

    /// <summary>The key in <c>Authorization: Bearer</c> or <c>X-Api-Key</c>, whatever it is; null when there is none.</summary>
    /// <exception cref="InvalidValueException">There are two that differ.</exception>
    public static string? Of(HttpRequest request)
    {
        string? bearer = request.Headers.Authorization is [{ } value] && value.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            ? value[Bearer.Length..].Trim()
            : null;
        string? header = request.Headers.TryGetValue(Header, out var values) ? values.ToString().Trim() : null;
        return bearer is null || header is null || bearer == header
            ? bearer ?? header
            : throw new InvalidValueException(Header, given: null, "one key", $"The request has two keys, in Authorization and in {Header}; send one");
    }
}
