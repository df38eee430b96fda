namespace Perto.Platform;

/// <summary>A service outside this process that a provider registers with <see cref="PertoBuilder.AddDependency"/>.</summary>
/// <param name="Name">1 to 64 of a-z, 0-9 and <c>-</c>: <c>redis</c>.</param>
/// <param name="Purpose">What it is used for, and what happens without it, in one sentence for the person who runs the server.</param>
/// <param name="Settings">The defaults with what the settings say of them.</param>
public sealed record DependencyDefinition(string Name, string Purpose, DependencySettings Settings);
