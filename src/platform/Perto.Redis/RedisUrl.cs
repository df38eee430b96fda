using System.Globalization;
using Perto.Platform;
using StackExchange.Redis;

namespace Perto.Redis;

/// <summary>Reads what people put into <c>Perto:Redis:Url</c>.</summary>
internal static class RedisUrl
{
    private const string Setting = "Perto:Redis:Url";
    private const string Allowed = "redis://[:password@]host[:port][/database], rediss:// for TLS, or host:port,password=...,ssl=true,defaultDatabase=0";

    // Both are tried again for as long as the process lives, so a try need not last.
    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(5);

    /// <summary>How to connect.</summary>
    /// <param name="given">
    /// <c>redis://:password@host:6379/0</c> or <c>rediss://</c> (parts are percent-encoded), or the keywords of StackExchange.Redis.
    /// </param>
    /// <exception cref="InvalidSettingException">It is neither, or names a user that the client cannot log in; a password in it is not repeated.</exception>
    public static ConfigurationOptions Parse(string given)
    {
        ConfigurationOptions options;
        try
        {
            options = IsUrl(given) ? FromUrl(new Uri(given)) : ConfigurationOptions.Parse(given, ignoreUnknown: false);
        }
        catch (Exception malformed) when (malformed is UriFormatException or ArgumentException or FormatException or OverflowException)
        {
            // No inner exception: its message repeats what was given.
            throw new InvalidSettingException(Setting, "(not shown, it may hold a password)", Allowed);
        }
        if (options.EndPoints.Count == 0)
            throw new InvalidSettingException(Setting, "(a value without a host)", Allowed);
        options.SetDefaultPorts();
        options.AbortOnConnectFail = false;
        options.ClientName ??= "perto";
        options.ConnectTimeout = (int)ConnectTime.TotalMilliseconds;
        options.ReconnectRetryPolicy = new LinearRetry((int)ConnectTime.TotalMilliseconds);
        options.KeepAlive = (int)KeepAlive.TotalSeconds;
        return options;
    }

    private static bool IsUrl(string given) =>
        given.StartsWith("redis://", StringComparison.OrdinalIgnoreCase) || given.StartsWith("rediss://", StringComparison.OrdinalIgnoreCase);

    private static ConfigurationOptions FromUrl(Uri url)
    {
        if (url.Query.Length > 0 || url.Fragment.Length > 0)
            throw new FormatException("options behind the database");
        var options = new ConfigurationOptions { Ssl = url.Scheme == "rediss" };
        if (url.Host.Length > 0)
            options.EndPoints.Add(url.Host.Trim('[', ']'), url.Port > 0 ? url.Port : 6379);
        string[] user = url.UserInfo.Split(':', 2);
        // The client's version logs in with a password alone, which is that of the user `default`.
        if (user[0] is not ("" or "default"))
        {
            // Without a ':' it is most likely a password whose ':' was forgotten.
            throw new InvalidSettingException(
                Setting, user.Length == 2 ? $"for the user '{Uri.UnescapeDataString(user[0])}'" : "for a user (not shown, it may be a password)", $"the user 'default' or none: {Allowed}");
        }
        if (user.Length == 2 && user[1].Length > 0)
            options.Password = Uri.UnescapeDataString(user[1]);
        string database = url.AbsolutePath.Trim('/');
        if (database.Length > 0)
            options.DefaultDatabase = int.Parse(database, NumberStyles.None, CultureInfo.InvariantCulture);
        return options;
    }
}
