using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Perto.Learning;

namespace Perto.Cli;

/// <summary>Options of several <c>perto abtest</c> commands.</summary>
internal static class AbTestOptions
{
    /// <summary>What can be counted without losing a unit in a double.</summary>
    public const double MostUnits = 1e15;

    public const string NumberRule = "a number from -1e50 to 1e50";

    public const string PositiveRule = "above 0, from 1e-50 to 1e50";

    // Squares, and squares of squares, of what is accepted can be computed with.
    private const double Largest = 1e50;

    public static bool IsNumber(double value) => Math.Abs(value) <= Largest;

    public static bool IsPositive(double value) => value is >= 1 / Largest and <= Largest;

    public static Option<double> Alpha() => Number(
        "--alpha", "How often an effect may be seen where there is none", "above 0 and below 0.5", value => value is > 0 and < 0.5, 0.05);

    public static Option<double> Tuning() => Number(
        "--tuning", "Units in all arms that are compared at which the sequential interval is narrowest", "in 1..1e15", value => value is >= 1 and <= MostUnits, SequentialTest.DefaultTuning);

    public static Option<Alternative> Alternative() => Word(
        "--alternative", "What is held against \"no effect\"", ("two-sided", Learning.Alternative.TwoSided), ("greater", Learning.Alternative.Greater), ("less", Learning.Alternative.Less));

    /// <summary>One of some words, the first of which is the default; numbers of an enumeration are none of them.</summary>
    public static Option<T> Word<T>(string name, string description, params (string Word, T Value)[] words) => new(name)
    {
        Description = $"{description} [default: {words[0].Word}]",
        HelpName = string.Join('|', words.Select(word => word.Word)),
        CustomParser = result =>
        {
            string given = result.Tokens[0].Value;
            foreach ((string word, T value) in words)
            {
                if (given == word)
                    return value;
            }
            result.AddError($"{name} must be one of {string.Join(", ", words.Select(word => word.Word))}; got '{given}'");
            return words[0].Value;
        },
    };

    /// <summary>A number that must be given.</summary>
    public static Option<double> Required(string name, string description, string rule, Func<double, bool> accepts) =>
        new(name) { Description = description, HelpName = "NUMBER", Required = true, CustomParser = result => Parse(result, name, rule, accepts) };

    /// <summary>A number that has a value where it is not given.</summary>
    public static Option<double> Number(string name, string description, string rule, Func<double, bool> accepts, double byDefault) => new(name)
    {
        Description = description,
        HelpName = "NUMBER",
        DefaultValueFactory = _ => byDefault,
        CustomParser = result => Parse(result, name, rule, accepts),
    };

    /// <summary>A number that may be left out.</summary>
    public static Option<double?> Optional(string name, string description, string rule, Func<double, bool> accepts) =>
        new(name) { Description = description, HelpName = "NUMBER", CustomParser = result => Parse(result, name, rule, accepts) };

    /// <summary>A whole number that has a value where it is not given.</summary>
    public static Option<int> Whole(string name, string description, int low, int high, int byDefault) => new(name)
    {
        Description = description,
        HelpName = "NUMBER",
        DefaultValueFactory = _ => byDefault,
        CustomParser = result => (int)Parse(result, name, $"a whole number in {low}..{high}", value => value >= low && value <= high && value == Math.Floor(value)),
    };

    /// <summary>Reads a number; 0 after an error.</summary>
    public static double Parse(ArgumentResult result, string name, string rule, Func<double, bool> accepts)
    {
        string given = result.Tokens[0].Value;
        // Without thousands: 0,03 is no 3.
        if (double.TryParse(given, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) && accepts(value))
            return value;
        result.AddError($"{name} must be {rule}; got '{given}'");
        return 0;
    }
}
