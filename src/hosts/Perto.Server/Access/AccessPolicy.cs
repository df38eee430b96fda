using Microsoft.Extensions.Options;
using Perto.Platform;

namespace Perto.Server;

/// <summary>The mode that the settings and the addresses make.</summary>
internal sealed class AccessPolicy(IOptions<ServerSettings> server, IOptions<AccessSettings> access)
{
    private const string Setting = "Perto:Access:RequireKeys";

    /// <summary>Whom the server lets in.</summary>
    public AccessMode Mode { get; } = Of(server.Value, access.Value);

    /// <summary>The same in words.</summary>
    public string Words => Mode switch
    {
        AccessMode.Local => "every program of this machine is let in without a key and may do everything, as the tenant local",
        AccessMode.Keys => "requests need a key",
        _ => "everybody who reaches this server is let in without a key and may do everything (Perto:Server:AllowAnonymous)",
    };

    /// <exception cref="InvalidSettingException">The settings contradict each other, or leave the server open to other machines.</exception>
    public static AccessMode Of(ServerSettings server, AccessSettings access)
    {
        ListenAddress? open = ListenRule.Addresses(server.Urls).FirstOrDefault(address => !address.IsLoopback);
        return (access.RequireKeys, server.AllowAnonymous) switch
        {
            (true, true) => throw new InvalidSettingException(
                Setting, "true together with Perto:Server:AllowAnonymous=true", "one of the two: keys are required, or everybody is let in"),
            (_, true) => AccessMode.Anonymous,
            (true, _) => AccessMode.Keys,
            (null, _) => open is null ? AccessMode.Local : AccessMode.Keys,
            (false, _) => open is null ? AccessMode.Local : throw new InvalidSettingException(
                Setting, $"false although other machines reach {open}",
                "true or nothing, so that there are keys; false with loopback addresses such as http://127.0.0.1:7378; or Perto:Server:AllowAnonymous=true " +
                "behind a proxy that asks who it is, because with no keys whoever reaches the server reads and changes everything"),
        };
    }
}
