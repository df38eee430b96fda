namespace Perto.Platform;

/// <summary>Asks for an alias to be embedded anew.</summary>
public sealed record ReembedRequest
{
    /// <summary>The model, one of those that the alias can be embedded under.</summary>
    public required string Model { get; init; }
}
