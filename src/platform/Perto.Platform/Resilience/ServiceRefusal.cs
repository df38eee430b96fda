using System.Globalization;

namespace Perto.Platform;

/// <summary>What is said where a service answers a call with a status that refuses it.</summary>
internal static class ServiceRefusal
{
    public const string CheckAddress = "Check that its address is right, and that its version is one that is supported";

    private const int LongestText = 300;

    /// <summary>The failure; 408, 429 and 5xx are transient.</summary>
    /// <param name="dependency">Who refused.</param>
    /// <param name="status">With which status.</param>
    /// <param name="reason">The words of the status line.</param>
    /// <param name="text">Words for people, made fit by <see cref="Shown"/>; empty: none.</param>
    /// <param name="keySetting">The setting that holds the key.</param>
    /// <param name="retryAfter">When to come back, if the service says so.</param>
    public static DependencyException Of(string dependency, int status, string? reason, string text, string? keySetting, TimeSpan? retryAfter)
    {
        string advice = status switch
        {
            401 or 403 => $"Check that {keySetting ?? "its key"} is set and right, and that the key allows this",
            429 => "Ask less often, or raise the limit at the service",
            >= 500 => "Check how the service does; calls work again as soon as it answers",
            >= 300 and < 400 => "Set its address to that which it is really reached by",
            _ => CheckAddress,
        };
        return new DependencyException(
            dependency,
            string.Create(CultureInfo.InvariantCulture, $"answers with {status} {reason}{(text.Length > 0 ? $": {text}" : "")}").TrimEnd(),
            advice)
        {
            Transient = status is 408 or 429 or >= 500,
            Throttled = status == 429,
            Refused = true,
            RetryAfter = retryAfter,
        };
    }

    /// <summary>Words of a service as they may be shown: without the key, on one line, not too long.</summary>
    /// <param name="text">The words.</param>
    /// <param name="secret">The key; null or empty: none.</param>
    public static string Shown(string text, string? secret)
    {
        if (!string.IsNullOrEmpty(secret))
            text = text.Replace(secret, "(the key)", StringComparison.Ordinal);
        text = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim().TrimEnd('.');
        return text.Length <= LongestText ? text : $"{text.AsSpan(0, LongestText)}...";
    }
}
