using System.Globalization;

namespace Perto.Platform;

/// <summary>
/// Lets requests send this server only where its settings allow, so that it is no way into the network that it stands in (server-side request
/// forgery). Whoever connects must not follow redirects.
/// </summary>
public sealed class OutboundAddresses
{
    internal const string Setting = "Perto:Outbound:Allow";

    private readonly Allowed[] _allowed;

    /// <param name="settings">Which hosts.</param>
    /// <exception cref="InvalidSettingException">An entry is no host.</exception>
    public OutboundAddresses(OutboundSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _allowed = [.. settings.Allow.Select(Parse)];
    }

    /// <summary>Checks an address that a request names.</summary>
    /// <param name="address">The address.</param>
    /// <param name="field">The field of the request.</param>
    /// <exception cref="InvalidValueException">It is not http or https, holds a user or a password, or is not on the list.</exception>
    public void Require(Uri address, string field)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps) || address.UserInfo.Length > 0)
            throw new InvalidValueException(field, address.OriginalString, "an http or https URL without a user", $"{field} must be an http or https URL without a user or password in it");
        if (!_allowed.Any(allowed => allowed.Matches(address)))
        {
            throw new InvalidValueException(
                field,
                address.IdnHost,
                Setting,
                $"{field} names {address.IdnHost}:{address.Port.ToString(CultureInfo.InvariantCulture)}, where this server may not be sent; "
                + $"the setting {Setting} lists the hosts that requests may name");
        }
    }

    private static Allowed Parse(string entry)
    {
        string text = entry.Trim();
        bool anySub = text.StartsWith("*.", StringComparison.Ordinal);
        if (text.Contains("//", StringComparison.Ordinal)
            || !Uri.TryCreate($"https://{(anySub ? text[2..] : text)}", UriKind.Absolute, out Uri? parsed)
            || parsed.IdnHost.Length == 0
            || parsed.IdnHost.Contains('*', StringComparison.Ordinal)
            || parsed.PathAndQuery != "/"
            || parsed.UserInfo.Length > 0)
        {
            throw new InvalidSettingException(Setting, $"'{entry}'", "hosts such as vectors.example.com, *.example.com or 10.0.0.5:6333");
        }
        // Uri drops a port that is the scheme's: it is looked for in what was written.
        bool port = !parsed.IsDefaultPort || text.EndsWith(":443", StringComparison.Ordinal);
        return new Allowed(parsed.IdnHost, anySub, port ? parsed.Port : null);
    }

    private sealed record Allowed(string Host, bool AnySub, int? Port)
    {
        public bool Matches(Uri address) =>
            (Port is { } port ? address.Port == port : address.IsDefaultPort)
            && (AnySub
                ? address.IdnHost.EndsWith($".{Host}", StringComparison.OrdinalIgnoreCase)
                : address.IdnHost.Equals(Host, StringComparison.OrdinalIgnoreCase));
    }
}
