using Perto.Platform;
using StackExchange.Redis;

namespace Perto.Redis;

/// <summary>Tells failures of the client and errors of the server the way the house tells them.</summary>
internal static class RedisFault
{
    // First words of errors that say how the server is at the moment, and not what was wrong with the command.
    private static readonly HashSet<string> PassingByItself = new(StringComparer.Ordinal)
    {
        "LOADING", "BUSY", "TRYAGAIN", "MASTERDOWN", "READONLY", "CLUSTERDOWN", "MISCONF", "OOM", "NOREPLICAS",
    };

    /// <summary>Whether the server did not know the script.</summary>
    public static bool IsUnknownScript(DependencyException told) =>
        told.InnerException is RedisServerException error && error.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal);

    /// <summary>Whether it is a failure of the client or an error of the server.</summary>
    public static bool Is(Exception failed) => failed is RedisException or ObjectDisposedException or InvalidCastException;

    /// <summary>The failure as the dependency's.</summary>
    public static DependencyException Told(Exception failed, string dependency, string address) => failed switch
    {
        RedisServerException error => new DependencyException(
            dependency,
            $"answered '{error.Message.TrimEnd('.')}'",
            "The server refused the command: its version, its settings or what is kept under the key do not fit",
            error)
        {
            Transient = PassingByItself.Contains(error.Message.Split(' ', 2)[0]),
        },
        RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure } refused => new DependencyException(
            dependency, $"at {address} refused the login", "Check the password in Perto:Redis:Url", refused)
        {
            Transient = true,
        },
        InvalidCastException => new DependencyException(
            dependency, "answered in another form than the command has", "Check that the server is a Redis of version 6.2 or newer", failed),
        _ => new DependencyException(
            dependency, $"cannot be reached at {address}", "Check that it runs and that Perto:Redis:Url is right; calls work again as soon as it answers", failed)
        {
            Transient = true,
        },
    };
}
