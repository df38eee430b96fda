using System.Text.Json;

namespace Perto.Platform;

/// <summary>A request of a <see cref="JsonService"/>.</summary>
/// <param name="Method">Its method.</param>
/// <param name="Address">Relative to that of the service, without a slash at its beginning; or absolute.</param>
public sealed record JsonCall(HttpMethod Method, string Address)
{
    /// <summary>Writes the body; none, if <see langword="null"/>. Called once, however many attempts there are.</summary>
    public Action<Utf8JsonWriter>? Body { get; init; }

    /// <summary>Whether making it twice does no more than making it once.</summary>
    public bool Repeatable { get; init; } = true;

    /// <summary>Statuses outside of 200 to 299 that are answers all the same, such as 404 where something may be missing.</summary>
    public IReadOnlyCollection<int> Expected { get; init; } = [];

    /// <summary>Watches its attempts; null: nobody does.</summary>
    internal ICallAttempts? Attempts { get; init; }
}
