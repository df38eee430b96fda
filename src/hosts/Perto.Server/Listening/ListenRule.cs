using Perto.Platform;

namespace Perto.Server;

/// <summary>Where the server may listen: without keys, only where other machines do not reach it.</summary>
internal static class ListenRule
{
    private const string Setting = "Perto:Server:Urls";

    /// <summary>Accepts the addresses.</summary>
    /// <exception cref="InvalidSettingException">One of them is none, or is open to other machines.</exception>
    public static void Check(ServerSettings settings)
    {
        ListenAddress? open = Addresses(settings.Urls).FirstOrDefault(address => !address.IsLoopback);
        if (open is not null && !settings.AllowAnonymous)
        {
            throw new InvalidSettingException(
                Setting, $"{open}, which other machines reach",
                "a loopback address such as http://127.0.0.1:7378, because there are no keys yet and whoever reaches the server reads " +
                "and changes everything; or any address together with Perto:Server:AllowAnonymous=true");
        }
    }

    private static IReadOnlyList<ListenAddress> Addresses(string urls)
    {
        try
        {
            return ListenAddress.ParseAll(urls);
        }
        catch (FormatException exception)
        {
            throw new InvalidSettingException(
                Setting, $"'{urls}'", $"addresses such as {ServerSettings.DefaultUrls}, separated by ';' ({exception.Message})", exception);
        }
    }
}
