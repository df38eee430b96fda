namespace Perto.Platform;

/// <summary>Checks what settings say of a service of models.</summary>
internal static class ServiceAddress
{
    /// <summary>The address with a slash at its end, so that addresses of calls can be relative to it.</summary>
    /// <exception cref="InvalidSettingException">It is no http or https URL, or holds a user, a query or a fragment.</exception>
    public static Uri Checked(Uri address, string setting, string example)
    {
        if (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp))
            throw new InvalidSettingException(setting, $"'{address}'", $"an http or https URL such as {example}");
        if (address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
            throw new InvalidSettingException(setting, "a URL with a user, a query or a fragment (not shown)", $"a URL without them, such as {example}");
        return address.AbsoluteUri.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");
    }

    /// <summary>The key, if it can be sent in a header.</summary>
    /// <exception cref="InvalidSettingException">It has other characters; it is not shown.</exception>
    public static string? CheckedKey(string? key, string setting) =>
        string.IsNullOrWhiteSpace(key) ? null
        : key.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0 ? key
        : throw new InvalidSettingException(setting, "text with other characters (not shown)", "visible ASCII characters without blanks");
}
