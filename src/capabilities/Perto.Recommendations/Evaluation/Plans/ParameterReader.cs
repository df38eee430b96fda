using System.Globalization;
using System.Numerics;
using Perto.Learning;
using Perto.Platform;

namespace Perto.Recommendations;

/// <summary>Takes parameters one by one and remembers all values, given or default, in the order asked for.</summary>
internal sealed class ParameterReader(string model, IReadOnlyDictionary<string, string> given)
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> Values => _values;

    public T Read<T>(string name, T fallback)
        where T : struct, INumberBase<T>
    {
        if (!given.TryGetValue(name, out string? text))
        {
            _values[name] = fallback.ToString(null, CultureInfo.InvariantCulture);
            return fallback;
        }

        if (!T.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out T value))
        {
            string kind = fallback is double ? "a number" : "a whole number";
            throw new InvalidValueException(name, text, kind, $"{name} of {model} must be {kind}; got '{text}'");
        }

        _values[name] = value.ToString(null, CultureInfo.InvariantCulture);
        return value;
    }

    public string Read(string name, string fallback)
    {
        string text = given.GetValueOrDefault(name, fallback);
        _values[name] = text;
        return text;
    }

    /// <summary>The parameters of a part: those whose names begin with <paramref name="part"/> and a dot, without it.</summary>
    public Dictionary<string, string> Given(string part) => given.Where(pair => pair.Key.StartsWith(part + '.', StringComparison.Ordinal))
        .ToDictionary(pair => pair.Key[(part.Length + 1)..], pair => pair.Value, StringComparer.Ordinal);

    /// <summary>Remembers the values of a part.</summary>
    public void Remember(string part, IReadOnlyDictionary<string, string> values)
    {
        foreach ((string name, string value) in values)
            _values[$"{part}.{name}"] = value;
    }

    /// <summary>Whole numbers with commas between them.</summary>
    public IReadOnlyList<int> ReadList(string name, IReadOnlyList<int> fallback)
    {
        string text = given.GetValueOrDefault(name, string.Join(',', fallback));
        int[] numbers = new int[text.Count(letter => letter == ',') + 1];
        int at = 0;
        foreach (string part in text.Split(','))
        {
            if (!int.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out numbers[at++]))
            {
                const string Kind = "whole numbers separated by commas";
                throw new InvalidValueException(name, text, Kind, $"{name} of {model} must be {Kind}; got '{text}'");
            }
        }

        _values[name] = string.Join(',', numbers);
        return numbers;
    }

    public T ReadChoice<T>(string name, T fallback)
        where T : struct, Enum
    {
        string text = given.GetValueOrDefault(name, Written(fallback));
        foreach (T choice in Enum.GetValues<T>())
        {
            if (Written(choice) == text)
            {
                _values[name] = text;
                return choice;
            }
        }

        string allowed = string.Join(", ", Enum.GetValues<T>().Select(Written));
        throw new InvalidValueException(name, text, allowed, $"{name} of {model} must be one of {allowed}; got '{text}'");
    }

    /// <summary>Turns the name of a setting in code back into the name of the parameter.</summary>
    public void Validate(Action validate)
    {
        try
        {
            validate();
        }
        catch (SettingOutOfRangeException wrong)
        {
            string name = _values.Keys.First(key => key.Replace("_", "", StringComparison.Ordinal).Equals(wrong.Setting, StringComparison.OrdinalIgnoreCase));
            throw new InvalidValueException(name, wrong.Given, wrong.Allowed, $"{name} of {model} must be {wrong.Allowed}; got {_values[name]}");
        }
    }

    public void RefuseOthers()
    {
        foreach ((string name, string value) in given)
        {
            if (_values.ContainsKey(name))
                continue;
            string allowed = _values.Count == 0 ? "no parameters" : string.Join(", ", _values.Keys);
            throw new InvalidValueException(name, value, allowed, $"'{name}' is no parameter of {model}; it has {allowed}");
        }
    }

    private static string Written<T>(T choice)
        where T : struct, Enum => choice.ToString().ToLowerInvariant();
}
