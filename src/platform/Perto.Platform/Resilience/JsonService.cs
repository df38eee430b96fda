using System.Text.Json;

namespace Perto.Platform;

/// <summary>A service that speaks JSON over HTTP: where it is, and what every call of it carries.</summary>
/// <param name="Address">Absolute; the addresses of calls are relative to it, so it ends with <c>/</c>.</param>
public sealed record JsonService(Uri Address)
{
    /// <summary>Headers of each request.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>A value of <see cref="Headers"/> that no message may repeat, also where the service does.</summary>
    public string? Secret { get; init; }

    /// <summary>The setting that holds <see cref="Secret"/>, for the message where the service does not take it.</summary>
    public string? KeySetting { get; init; }

    /// <summary>Longest answer that is read, in bytes.</summary>
    public int MostBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>Finds the words for people in an answer that refuses; <see langword="null"/> where there are none.</summary>
    public Func<JsonElement, string?> ErrorText { get; init; } = static _ => null;
}
