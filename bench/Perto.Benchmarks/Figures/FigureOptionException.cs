namespace Perto.Benchmarks.Figures;

/// <summary>The command line asked a figure for something it cannot do; the message says what it can.</summary>
internal sealed class FigureOptionException(string message) : Exception(message);
