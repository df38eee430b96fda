using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Perto.Platform;

namespace Perto.Server;

/// <summary>The header by which a caller says that two requests are the same one, sent again.</summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";
    public const string ReplayedHeader = "Idempotency-Replayed";
    public const int MaxLength = 255;

    /// <summary>The request's key, or null when it has none or changes nothing.</summary>
    /// <exception cref="InvalidValueException">The key is not 1..255 visible ASCII characters.</exception>
    public static string? Of(HttpRequest request)
    {
        if (!Concerns(request.Method) || !request.Headers.TryGetValue(Header, out StringValues values))
            return null;

        return values is [{ Length: > 0 and <= MaxLength } key] && key.All(c => c is > ' ' and <= '~')
            ? key
            : throw new InvalidValueException(
                Header, values.ToString(), $"1..{MaxLength} visible ASCII characters, once",
                $"{Header} must be 1..{MaxLength} visible ASCII characters and be given once; got '{values}'");
    }

    private static bool Concerns(string method) =>
        HttpMethods.IsPost(method) || HttpMethods.IsPut(method) || HttpMethods.IsPatch(method) || HttpMethods.IsDelete(method);
}
