using System.Buffers;
using Perto.Platform;

namespace Perto.Qdrant;

/// <summary>Reads those settings that are more than numbers.</summary>
internal static class QdrantAddress
{
    /// <summary>The setting that holds the key.</summary>
    public const string KeySetting = "Perto:Qdrant:ApiKey";

    private static readonly SearchValues<char> OfPrefix = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>The address of the server, with a slash at its end.</summary>
    /// <exception cref="InvalidSettingException">It is none, or another setting cannot be used.</exception>
    public static Uri Parse(QdrantSettings settings)
    {
        if (settings.Prefix is not { Length: > 0 and <= 32 } prefix || prefix.AsSpan().IndexOfAnyExcept(OfPrefix) >= 0)
            throw new InvalidSettingException("Perto:Qdrant:Prefix", $"'{settings.Prefix}'", "1..32 of a-z, 0-9 and -");
        // It goes into a header.
        if (settings.ApiKey is { } key && key.Any(c => c is < '!' or > '~'))
            throw new InvalidSettingException(KeySetting, "(not shown)", "the key of the server, without spaces");
        if (!Uri.TryCreate(settings.Url, UriKind.Absolute, out Uri? address)
            || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps)
            || address.Host.Length == 0)
        {
            throw new InvalidSettingException("Perto:Qdrant:Url", $"'{settings.Url}'", "an http or https URL such as http://127.0.0.1:6333");
        }
        if (address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            throw new InvalidSettingException(
                "Perto:Qdrant:Url", "(not shown, it may hold a password)", $"a URL without user, query and fragment; the key stands in {KeySetting}");
        }
        return address.AbsolutePath.EndsWith('/') ? address : new Uri($"{address.AbsoluteUri}/");
    }
}
