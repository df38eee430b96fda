using System.Buffers;

namespace Perto;

/// <summary>
/// Whose data it is. Required by every repository, collection, cache key and queue: nothing in Perto is shared between tenants.
/// It lives beside the vector store contract because that is the lowest floor that keeps data.
/// </summary>
public readonly record struct TenantId
{
    /// <summary>Longest accepted tenant name, in characters.</summary>
    public const int MaxLength = 64;

    private static readonly SearchValues<char> Accepted = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_");

    private readonly string? _value;

    /// <summary>Names a tenant.</summary>
    /// <param name="value">1 to 64 characters: lower-case letters, digits, <c>-</c> and <c>_</c>.</param>
    /// <exception cref="ArgumentException">The name is empty, too long, or has another character.</exception>
    public TenantId(string value)
    {
        if (!IsValid(value))
            throw new ArgumentException($"tenant must be 1..{MaxLength} characters of a-z, 0-9, '-' and '_'; got '{value}'", nameof(value));
        _value = value;
    }

    /// <summary>The tenant of local mode, where there are no keys.</summary>
    public static TenantId Local { get; } = new("local");

    /// <summary>The name as it is stored.</summary>
    /// <exception cref="InvalidOperationException">The value is <c>default</c>: no tenant was given.</exception>
    public string Value => _value ?? throw new InvalidOperationException("No tenant was given: default(TenantId) names nobody.");

    /// <summary>Whether <paramref name="value"/> can be a tenant.</summary>
    public static bool IsValid(string? value) =>
        value is { Length: > 0 and <= MaxLength } && value.AsSpan().IndexOfAnyExcept(Accepted) < 0;

    /// <inheritdoc/>
    public override string ToString() => Value;
}
