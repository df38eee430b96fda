using Perto.Platform;

namespace Perto.Server;

/// <summary>Checks the server's settings at start.</summary>
internal static class ServerSettingsRules
{
    private const long SmallestBody = 1024;
    private const long LargestBody = 1024L * 1024 * 1024;
    private const int LongestDrain = 3600;

    /// <summary>Accepts the settings.</summary>
    /// <exception cref="InvalidSettingException">One of them cannot be used.</exception>
    public static void Check(ServerSettings settings)
    {
        if (settings.MaxBodyBytes is < SmallestBody or > LargestBody)
            throw new InvalidSettingException("Perto:Server:MaxBodyBytes", $"{settings.MaxBodyBytes}", $"{SmallestBody}..{LargestBody}");
        if (settings.DrainSeconds is < 0 or > LongestDrain)
            throw new InvalidSettingException("Perto:Server:DrainSeconds", $"{settings.DrainSeconds}", $"0..{LongestDrain}");

        ListenAddress? open = Addresses(settings.Urls).FirstOrDefault(address => !address.IsLoopback);
        if (open is not null && !settings.AllowAnonymous)
        {
            throw new InvalidSettingException(
                "Perto:Server:Urls", $"{open}, which other machines reach",
                "a loopback address such as http://127.0.0.1:7378, because there are no keys yet and whoever reaches the server reads and " +
                "changes everything; or any address together with Perto:Server:AllowAnonymous=true");
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
                "Perto:Server:Urls", $"'{urls}'", $"addresses such as {ServerSettings.DefaultUrls}, separated by ';' ({exception.Message})", exception);
        }
    }
}
