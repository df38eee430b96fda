using System.Text.Json.Serialization;

namespace Perto.Platform;

/// <summary>One page of a list.</summary>
public sealed record Page<T>
{
    /// <summary>What is on it.</summary>
    public required IReadOnlyList<T> Items { get; init; }

    /// <summary>Asks for the next page; null on the last one, and written even then.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? NextCursor { get; init; }

    /// <summary>The same page of something made from each item.</summary>
    public Page<TResult> Select<TResult>(Func<T, TResult> selector) => new() { Items = [.. Items.Select(selector)], NextCursor = NextCursor };
}
