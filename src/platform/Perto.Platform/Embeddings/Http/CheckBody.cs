namespace Perto.Platform;

/// <summary>Which model to try.</summary>
public sealed record CheckBody
{
    /// <summary>One of the models that the settings name; the default, if it is left out.</summary>
    public string? Model { get; init; }

    /// <summary>Whether what the model gives now is what it is to give from now on.</summary>
    public bool Accept { get; init; }
}
