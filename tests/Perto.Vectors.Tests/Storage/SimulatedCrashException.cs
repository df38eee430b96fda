namespace Perto.Vectors.Tests.Storage;

/// <summary>The machine has lost its power: from now on every call ends so.</summary>
internal sealed class SimulatedCrashException() : Exception("the simulated machine lost its power");
