using System.Globalization;
using System.Numerics;
using Perto.Learning;
using Perto.Platform;

namespace Perto.Recommendations;

/// <summary>Models by name and parameters, as the command line and the settings give them.</summary>
public static class ModelFactory
{
    /// <summary>The names of the models.</summary>
    public static IReadOnlyList<string> Names => RecommenderModels.Kinds;

    /// <summary>Understands a model's name and parameters before any data are read.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="parameters">Values by name, such as <c>dimensions</c>: <c>128</c>; those not given have their defaults.</param>
    /// <exception cref="InvalidValueException">The name, a parameter or a value is not one of those allowed, which are listed.</exception>
    public static ModelPlan Plan(string name, IReadOnlyDictionary<string, string> parameters)
    {
        ParameterReader reader = new(name, parameters);
        ModelPlan plan = name switch
        {
            ImplicitAls.ModelKind => PlanImplicitAls(reader),
            Ease.ModelKind => PlanEase(reader),
            NeuralCf.ModelKind => PlanNeuralCf(reader),
            ItemKnn.ModelKind => PlanItemKnn(reader),
            Popularity.ModelKind => new ModelPlan(name, reader.Values, (train, _, _) => Popularity.Fit(train)),
            _ => throw new InvalidValueException("model", name, string.Join(", ", Names), $"model must be one of {string.Join(", ", Names)}; got '{name}'"),
        };
        reader.RefuseOthers();
        return plan;
    }

    private static ModelPlan PlanImplicitAls(ParameterReader reader)
    {
        ImplicitAlsSettings defaults = new();
        ImplicitAlsSettings settings = new()
        {
            Dimensions = reader.Read("dimensions", defaults.Dimensions),
            Epochs = reader.Read("epochs", defaults.Epochs),
            Regularization = reader.Read("regularization", defaults.Regularization),
            UnobservedWeight = reader.Read("unobserved_weight", defaults.UnobservedWeight),
            FrequencyExponent = reader.Read("frequency_exponent", defaults.FrequencyExponent),
            InitialDeviation = reader.Read("initial_deviation", defaults.InitialDeviation),
            Seed = reader.Read("seed", defaults.Seed),
        };
        reader.Validate(settings.Validate);
        return new ModelPlan(ImplicitAls.ModelKind, reader.Values, (train, options, cancel) => ImplicitAls.Fit(train, settings, options, cancel));
    }

    private static ModelPlan PlanEase(ParameterReader reader)
    {
        EaseSettings defaults = new();
        EaseSettings settings = new()
        {
            Regularization = reader.Read("regularization", defaults.Regularization),
            Form = reader.ReadChoice("form", defaults.Form),
            MaximumSide = reader.Read("maximum_side", defaults.MaximumSide),
        };
        reader.Validate(settings.Validate);
        return new ModelPlan(Ease.ModelKind, reader.Values, (train, options, cancel) => Ease.Fit(train, settings, options, cancel));
    }

    private static ModelPlan PlanNeuralCf(ParameterReader reader)
    {
        NeuralCfSettings defaults = new();
        NeuralCfSettings settings = new()
        {
            Dimensions = reader.Read("dimensions", defaults.Dimensions),
            Layers = reader.ReadList("layers", defaults.Layers),
            Epochs = reader.Read("epochs", defaults.Epochs),
            Patience = reader.Read("patience", defaults.Patience),
            BatchSize = reader.Read("batch_size", defaults.BatchSize),
            LearningRate = reader.Read("learning_rate", defaults.LearningRate),
            Negatives = reader.Read("negatives", defaults.Negatives),
            Regularization = reader.Read("regularization", defaults.Regularization),
            Dropout = reader.Read("dropout", defaults.Dropout),
            HistoryExponent = reader.Read("history_exponent", defaults.HistoryExponent),
            HistorySample = reader.Read("history_sample", defaults.HistorySample),
            Seed = reader.Read("seed", defaults.Seed),
        };
        reader.Validate(settings.Validate);
        return new ModelPlan(NeuralCf.ModelKind, reader.Values, (train, options, cancel) => NeuralCf.Fit(train, settings, options, cancel));
    }

    private static ModelPlan PlanItemKnn(ParameterReader reader)
    {
        ItemKnnSettings defaults = new();
        ItemKnnSettings settings = new()
        {
            Neighbours = reader.Read("neighbours", defaults.Neighbours),
            Shrinkage = reader.Read("shrinkage", defaults.Shrinkage),
        };
        reader.Validate(settings.Validate);
        return new ModelPlan(ItemKnn.ModelKind, reader.Values, (train, options, cancel) => ItemKnn.Fit(train, settings, options, cancel));
    }

    /// <summary>Takes parameters one by one and remembers all values, given or default, in the order asked for.</summary>
    private sealed class ParameterReader(string model, IReadOnlyDictionary<string, string> given)
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
}
