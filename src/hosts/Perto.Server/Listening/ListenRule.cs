using Perto.Platform;

namespace Perto.Server;

/// <summary>What <c>Perto:Server:Urls</c> says.</summary>
internal static class ListenRule
{
    private const string Setting = "Perto:Server:Urls";

    /// <summary>The addresses.</summary>
    /// <exception cref="InvalidSettingException">One of them is none.</exception>
    public static IReadOnlyList<ListenAddress> Addresses(string urls)
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
