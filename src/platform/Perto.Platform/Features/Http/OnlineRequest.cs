using System.ComponentModel.DataAnnotations;

namespace Perto.Platform;

/// <summary>Whose features are asked for.</summary>
public sealed record OnlineRequest
{
    /// <summary>Most kinds of entities in a request.</summary>
    public const int MaxParts = 50;

    /// <summary>Entities by kind: at most 10,000 keys in all, and 50,000 times a view.</summary>
    [MinLength(1), MaxLength(MaxParts)]
    public required IReadOnlyList<EntityRequest> Entities { get; init; }
}
