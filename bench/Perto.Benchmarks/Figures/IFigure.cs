namespace Perto.Benchmarks.Figures;

/// <summary>One named, reproducible measurement. Its protocol is written in <c>bench/README.md</c>.</summary>
internal interface IFigure
{
    /// <summary>Stable dotted name: <c>als.train</c>.</summary>
    string Name { get; }

    /// <summary>One line: what is measured, against what, and the options with their defaults.</summary>
    string Description { get; }

    /// <summary>Measures on this machine, now.</summary>
    /// <param name="options">The <c>--name value</c> pairs of the command line.</param>
    /// <exception cref="FigureOptionException">An option is unknown or has an unusable value.</exception>
    FigureResult Measure(FigureOptions options);
}
