using Perto.Learning;

namespace Perto.Platform;

/// <summary>The values of one feature in a window.</summary>
internal sealed class DriftSample
{
    // With fewer the index says more about chance than about the values.
    private const int Fewest = 30;

    // Of more categories the rare ones count together.
    private const int MostCategories = 50;

    private readonly List<double> _numbers = [];
    private readonly Dictionary<string, long> _categories = new(StringComparer.Ordinal);
    private long _rows;
    private long _values;

    public double? MissingShare => _rows == 0 ? null : 1 - ((double)_values / _rows);

    public void Add(FeatureReading reading, int ordinal)
    {
        _rows++;
        if (reading.TryNumber(ordinal, out double number))
        {
            _values++;
            _numbers.Add(number);
            return;
        }
        if (reading.Value(ordinal) is not { } value)
            return;
        _values++;
        foreach (string category in CategoriesOf(value))
            _categories[category] = _categories.GetValueOrDefault(category) + 1;
    }

    public FeatureDrift Against(DriftSample reference, string name)
    {
        var drift = new FeatureDrift { Name = name, MissingShare = MissingShare, ReferenceMissingShare = reference.MissingShare, Drift = DriftLevel.Unknown };
        if (_values < Fewest || reference._values < Fewest)
            return drift;
        if (_numbers.Count >= Fewest && reference._numbers.Count >= Fewest)
        {
            _numbers.Sort();
            reference._numbers.Sort();
            double[] now = [.. _numbers];
            double[] before = [.. reference._numbers];
            KolmogorovSmirnov test = KolmogorovSmirnov.Of(before, now);
            drift = drift with { StabilityIndex = PopulationStability.OfNumbers(before, now), Distance = test.Distance, Probability = test.Probability };
        }
        else if (reference._categories.Count > 0 || _categories.Count > 0)
            drift = drift with { StabilityIndex = OfCategories(reference) };
        return drift with
        {
            Drift = drift.StabilityIndex switch
            {
                null => DriftLevel.Unknown,
                < PopulationStability.Moderate => DriftLevel.Stable,
                < PopulationStability.Large => DriftLevel.Moderate,
                _ => DriftLevel.Large,
            },
        };
    }

    private double OfCategories(DriftSample reference)
    {
        string[] named =
        [
            .. _categories.Keys.Union(reference._categories.Keys, StringComparer.Ordinal)
                .OrderByDescending(category => _categories.GetValueOrDefault(category) + reference._categories.GetValueOrDefault(category))
                .ThenBy(category => category, StringComparer.Ordinal)
                .Take(MostCategories),
        ];
        return PopulationStability.OfCounts(Counts(reference._categories), Counts(_categories));

        long[] Counts(Dictionary<string, long> categories)
        {
            long[] counts = [.. named.Select(category => categories.GetValueOrDefault(category)), 0];
            counts[^1] = categories.Values.Sum() - counts.Sum();
            return counts;
        }
    }

    private static IEnumerable<string> CategoriesOf(FeatureValue value) => value.Raw switch
    {
        string text => [text],
        string[] words => words,
        IReadOnlyList<KeyValuePair<string, double>> entries => entries.Select(entry => entry.Key),
        _ => [],
    };
}
