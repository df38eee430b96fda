namespace Perto.Platform;

/// <summary>A key that was just made. This is the only time that its text is shown.</summary>
public sealed record IssuedKey
{
    /// <summary>The key, to be sent as <c>Authorization: Bearer</c>.</summary>
    public required string Key { get; init; }

    /// <summary>All else about it.</summary>
    public required ApiKey Details { get; init; }

    /// <summary>Its prefix: a record's own text would carry the key into logs.</summary>
    public override string ToString() => $"{KeyText.Start}{Details.Prefix}";
}
