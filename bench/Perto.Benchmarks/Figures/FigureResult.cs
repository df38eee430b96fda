namespace Perto.Benchmarks.Figures;

/// <summary>What a figure measured, with what is needed to judge it on another machine.</summary>
/// <param name="Value">The measured value, in <paramref name="Unit"/>.</param>
/// <param name="Unit">The unit of value and baseline: <c>positives/s</c>.</param>
/// <param name="Baseline">The same quantity for the obvious alternative, measured in the same run.</param>
/// <param name="Ratio">Value against baseline, written so that more is better.</param>
/// <param name="Conditions">Sizes, seeds, options and context, by snake_case name.</param>
internal sealed record FigureResult(
    double Value,
    string Unit,
    double Baseline,
    double Ratio,
    IReadOnlyDictionary<string, object> Conditions);
