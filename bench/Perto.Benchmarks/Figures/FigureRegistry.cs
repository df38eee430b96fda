using Perto.Benchmarks.Home;
using Perto.Benchmarks.Learning;
using Perto.Benchmarks.Sparse;
using Perto.Benchmarks.Vectors;

namespace Perto.Benchmarks.Figures;

/// <summary>Every figure, by hand: a figure that is not listed here does not exist.</summary>
internal static class FigureRegistry
{
    public static IReadOnlyList<IFigure> All { get; } =
    [
        new AlsFigure(),
        new HomeRequestFigure(),
        new FlatScanFigure(),
        new Bm25Figure(),
    ];
}
