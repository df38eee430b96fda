using System.Globalization;
using Perto.Learning;
using Perto.Platform;
using Perto.Recommendations;
using Perto.Targeting;

namespace Perto.Cli;

/// <summary>
/// Reads the rows of an experiment: unit, variant, numbers. A unit may have several rows; what is kept is its arm and its sums. A proportion is 1 for a unit that has a 1
/// in any row, a covariate is the same in all of a unit's rows that have one. A unit without a covariate counts as if its own were the mean of all others.
/// </summary>
internal sealed class ExperimentFile
{
    private const int MostArms = 100;
    private const int SeveralArms = -1;
    private const double Largest = 1e50;

    private readonly string _file;
    private readonly IReadOnlyList<MetricDefinition> _metrics;
    private readonly int _width;
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _arms = [];
    private readonly List<int> _armOf = [];
    private readonly List<ExperimentLook> _looks = [];
    private double[] _sums = new double[1 << 12];
    private long _rows;

    private ExperimentFile(string file, IReadOnlyList<MetricDefinition> metrics)
    {
        _file = file;
        _metrics = metrics;
        _width = metrics.Sum(metric => metric.Columns.Length + metric.Covariates.Length);
    }

    /// <summary>Reads a file.</summary>
    /// <param name="reader">Its text.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="columns">Where it has what.</param>
    /// <param name="metrics">What to read.</param>
    /// <param name="arms">Which arms to compare.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="DataFileException">A line cannot be used.</exception>
    /// <exception cref="InvalidValueException">There is no such arm, or no second one.</exception>
    public static ExperimentData Read(
        TextReader reader, string file, ExperimentColumns columns, IReadOnlyList<MetricDefinition> metrics, ChosenArms arms, CancellationToken cancellationToken)
    {
        var experiment = new ExperimentFile(file, metrics);
        experiment.ReadRows(new CsvRows(reader, file), columns, cancellationToken);
        return experiment.Finish(arms, cancellationToken);
    }

    private void ReadRows(CsvRows rows, ExperimentColumns columns, CancellationToken cancellationToken)
    {
        if (!rows.Read())
            throw new DataFileException(_file, 1, "header", "", "there, with the names of the columns");
        string[] header = [.. Enumerable.Range(0, rows.Count).Select(column => rows[column].Trim().Trim('\uFEFF').ToString())];
        int unit = Find(header, columns.Unit);
        int variant = Find(header, columns.Variant);
        int date = columns.Date is null ? -1 : Find(header, columns.Date);
        int[] cells = [.. _metrics.SelectMany(metric => metric.Columns.Concat(metric.Covariates)).Select(column => Find(header, column))];

        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> numbers = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        DateOnly day = default;
        while (rows.Read())
        {
            if ((++_rows & 0xFFF) == 0)
                cancellationToken.ThrowIfCancellationRequested();
            if (rows.Count != header.Length)
                throw new DataFileException(_file, rows.Line, "line", $"{rows.Count} cells", $"of {header.Length} cells, as the header is");
            if (date >= 0)
                Advance(ref day, rows, date, header[date], cancellationToken);
            ReadOnlySpan<char> key = rows[unit].Trim();
            if (key.IsEmpty)
                throw new DataFileException(_file, rows.Line, header[unit], "", "the id of a unit");
            int arm = ArmOf(rows, variant, header[variant]);
            bool isNew = !numbers.TryGetValue(key, out int number);
            if (isNew)
            {
                number = _armOf.Count;
                numbers[key] = number;
                _armOf.Add(arm);
                MakeRoom(rows.Line, header[unit], key);
            }
            else if (_armOf[number] != arm)
            {
                _armOf[number] = SeveralArms;
            }
            AddNumbers(rows, header, cells, _sums.AsSpan(number * _width, _width), isNew);
        }
        if (_rows == 0)
            throw new DataFileException(_file, rows.Line, "file", "a header alone", "of rows too");
        if (date >= 0)
            _looks.Add(new ExperimentLook(day, Measure(cancellationToken)));
    }

    private void MakeRoom(long line, string column, ReadOnlySpan<char> key)
    {
        long needed = (long)_armOf.Count * _width;
        if (needed > Array.MaxLength)
            throw new DataFileException(_file, line, column, key.ToString(), $"one of at most {Array.MaxLength / _width:N0} units, with as many metrics");
        if (needed > _sums.Length)
            Array.Resize(ref _sums, (int)Math.Min(2L * _sums.Length, Array.MaxLength));
    }

    private void AddNumbers(CsvRows rows, string[] header, int[] cells, Span<double> sums, bool isNew)
    {
        int at = 0;
        foreach (MetricDefinition metric in _metrics)
        {
            foreach (string _ in metric.Columns)
            {
                double number = Number(rows, header, cells[at]);
                if (metric.Kind != MetricKind.Proportion)
                    sums[at] += number;
                else if (number is 0 or 1)
                    sums[at] = Math.Max(sums[at], number);
                else
                    throw new DataFileException(_file, rows.Line, header[cells[at]], rows[cells[at]].ToString(), "0 or 1, as it is of a proportion");
                at++;
            }
            foreach (string _ in metric.Covariates)
            {
                double number = rows[cells[at]].Trim().IsEmpty ? double.NaN : Number(rows, header, cells[at]);
                if (isNew || double.IsNaN(sums[at]))
                    sums[at] = number;
                else if (!double.IsNaN(number) && number != sums[at])
                {
                    throw new DataFileException(
                        _file, rows.Line, header[cells[at]], rows[cells[at]].ToString(), string.Create(CultureInfo.InvariantCulture, $"the {sums[at]} of the unit's rows above, as it was before the experiment"));
                }
                at++;
            }
        }
    }

    private double Number(CsvRows rows, string[] header, int column)
    {
        if (!double.TryParse(rows[column], NumberStyles.Float, CultureInfo.InvariantCulture, out double number) || !double.IsFinite(number))
            throw new DataFileException(_file, rows.Line, header[column], rows[column].ToString(), "a finite number");
        return Math.Abs(number) <= Largest
            ? number
            : throw new DataFileException(_file, rows.Line, header[column], rows[column].ToString(), "from -1e50 to 1e50, so that sums of squares can be computed with");
    }

    private void Advance(ref DateOnly day, CsvRows rows, int column, string name, CancellationToken cancellationToken)
    {
        ReadOnlySpan<char> text = rows[column].Trim();
        // A time of day behind it is passed over.
        if (text.Length < 10 || !DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly next))
            throw new DataFileException(_file, rows.Line, name, text.ToString(), "a day as 2025-01-31");
        if (next < day)
            throw new DataFileException(_file, rows.Line, name, text.ToString(), $"not before {day:yyyy-MM-dd} of the line above: sort the file by date");
        if (next > day && day != default)
            _looks.Add(new ExperimentLook(day, Measure(cancellationToken)));
        day = next;
    }

    private int ArmOf(CsvRows rows, int column, string name)
    {
        ReadOnlySpan<char> text = rows[column].Trim();
        for (int arm = 0; arm < _arms.Count; arm++)
        {
            if (text.SequenceEqual(_arms[arm]))
                return arm;
        }
        if (text.IsEmpty)
            throw new DataFileException(_file, rows.Line, name, "", "the name of an arm");
        if (_arms.Count == MostArms)
            throw new DataFileException(_file, rows.Line, name, text.ToString(), $"one of at most {MostArms} arms; is it the right column?");
        _arms.Add(text.ToString());
        return _arms.Count - 1;
    }

    private int Find(string[] header, string column)
    {
        int at = Array.IndexOf(header, column);
        if (at < 0)
            throw new DataFileException(_file, 1, "header", string.Join(',', header), $"with a column '{column}'");
        return Array.LastIndexOf(header, column) == at ? at : throw new DataFileException(_file, 1, "header", string.Join(',', header), $"with one column '{column}' alone");
    }

    // By arm in the order in which they were met.
    private List<MeasuredMetric> Measure(CancellationToken cancellationToken)
    {
        var measured = new List<MeasuredMetric>();
        int first = 0;
        foreach (MetricDefinition metric in _metrics)
        {
            int variables = metric.Columns.Length + metric.Covariates.Length;
            double[] means = MeansOf(first + metric.Columns.Length, metric.Covariates.Length, cancellationToken);
            SampleMoments[] moments = [.. _arms.Select(_ => new SampleMoments(variables))];
            long[] without = new long[_arms.Count];
            double[] filled = new double[variables];
            for (int unit = 0; unit < _armOf.Count; unit++)
            {
                if ((unit & 0xFFFF) == 0)
                    cancellationToken.ThrowIfCancellationRequested();
                if (_armOf[unit] == SeveralArms)
                    continue;
                ReadOnlySpan<double> numbers = _sums.AsSpan((unit * _width) + first, variables);
                if (IsMissing(numbers[metric.Columns.Length..]))
                {
                    numbers[..metric.Columns.Length].CopyTo(filled);
                    means.CopyTo(filled, metric.Columns.Length);
                    numbers = filled;
                    without[_armOf[unit]]++;
                }
                moments[_armOf[unit]].Add(numbers);
            }
            measured.Add(new MeasuredMetric(metric.Name, [.. moments.Select(arm => new ArmStatistic(metric.Kind, arm, metric.Adjusted))], without));
            first += variables;
        }
        return measured;
    }

    // Of some covariates over the units that have them; 0 where none has.
    private double[] MeansOf(int first, int covariates, CancellationToken cancellationToken)
    {
        if (covariates == 0)
            return [];
        var moments = new SampleMoments(covariates);
        for (int unit = 0; unit < _armOf.Count; unit++)
        {
            if ((unit & 0xFFFF) == 0)
                cancellationToken.ThrowIfCancellationRequested();
            ReadOnlySpan<double> numbers = _sums.AsSpan((unit * _width) + first, covariates);
            if (_armOf[unit] != SeveralArms && !IsMissing(numbers))
                moments.Add(numbers);
        }
        return [.. Enumerable.Range(0, covariates).Select(moments.Mean)];
    }

    // Half of a ratio is none.
    private static bool IsMissing(ReadOnlySpan<double> covariates)
    {
        foreach (double covariate in covariates)
        {
            if (double.IsNaN(covariate))
                return true;
        }
        return false;
    }

    private ExperimentData Finish(ChosenArms arms, CancellationToken cancellationToken)
    {
        int[] order = arms.OrderOf(_arms, _file);
        IReadOnlyList<MeasuredMetric> metrics = _looks.Count > 0 ? _looks[^1].Metrics : Measure(cancellationToken);
        MeasuredMetric[] InOrder(IReadOnlyList<MeasuredMetric> given) =>
        [
            .. given.Select(metric => metric with
            {
                Arms = [.. order.Select(arm => At(metric, arm))],
                WithoutCovariate = [.. order.Select(arm => arm < metric.WithoutCovariate.Length ? metric.WithoutCovariate[arm] : 0)],
            }),
        ];
        MeasuredMetric[] ordered = InOrder(metrics);
        return new ExperimentData(
            [.. order.Select(arm => _arms[arm])],
            [.. ordered[0].Arms.Select(arm => arm.Units)],
            ordered,
            [.. _looks.Select(look => look with { Metrics = InOrder(look.Metrics) })],
            _armOf.Count(arm => arm == SeveralArms),
            _rows);
    }

    // An arm that had not begun yet on a day has no units then.
    private static ArmStatistic At(MeasuredMetric metric, int arm) =>
        arm < metric.Arms.Length ? metric.Arms[arm] : new ArmStatistic(metric.Arms[0].Kind, new SampleMoments(metric.Arms[0].Moments.Variables), metric.Arms[0].Adjusted);
}
