namespace Perto.Platform;

/// <summary>Tells which version is in use now.</summary>
public sealed class LiveModelChangedEventArgs(ModelVersion model) : EventArgs
{
    /// <summary>The version that went live.</summary>
    public ModelVersion Model { get; } = model;
}
